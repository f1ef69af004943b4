"""Texts that other programs, languages and formats would obey, and words that have broken forms before."""

from __future__ import annotations

NAUGHTY = [
    # Nothing, and what stands for it
    "", " ", "-", "--", "---", "...", "…", ".", ",", ";", ":", "undefined", "null", "NULL", "nil", "None", "~", "true", "False",
    "yes", "No", "on", "off", "NaN", "Infinity", "-Infinity", "0", "00", "-0", "1.0", "1,000", "1.000,00", "0x1F", "0o17", "1e5", "1_000",
    # YAML
    "- item", "key: value", "key:", "? a", "& b", "&a *a", "*alias", "!!python/object/apply:os.system ['true']", "!tag x", "| text", "> text",
    "{a: b}", "[a, b]", "[", "]", "{", "}", "a # b", "# a", "a: b: c", "%YAML 1.2", "---\ntitle: other", "...\n", "@at", "`tick`", "'", '"', "''", '""',
    "'unclosed", '"unclosed', "it's", 'say "no"', "a\\b", "\\", "\\n", "\\x00", "\\u0000", "\\ud800", "<<: *a", "2024-01-01T00:00:00Z", "12:30:45",
    # Jinja and other templates
    "{{ 7 * 7 }}", "{{", "}}", "{% for x in y %}", "{% include 'x' %}", "{% raw %}", "{# comment", "{{ ''.__class__.__mro__ }}", "{{ title }}", "{value}", "{by}",
    "{was}", "{}", "{0}", "{value.x}", "{{value}}", "%s", "%d%n", "%(x)s", "${HOME}", "$(true)", "#{1}", "<%= 1 %>", "{value", "value}", "{ value }",
    # Markdown
    "# heading", "## x {-}", "> [!key] x", "> quote", "* list", "1. list", "1) x", "+ x", "**bold", "*it*", "_x_", "`code`", "```\nx\n```", "~~x~~", "[a](b)",
    "![x](y.png)", "[a][b]", "[^1]", "[^1]: note", "<https://example.org>", "<b>bold</b>", "a | b", "| a | b |\n|---|---|\n| 1 | 2 |", "***", "===", "x  \ny",
    "\\*x\\*", "&amp;", "&#0;", "&#x202e;", "&nbsp;", "&lt;b&gt;", "![", "](", "[a](javascript:alert(1))", "[a](<b c>)", "{#id}", "{-}", "^x^", "~x~", "$x$", "==x==",
    # XML, HTML
    "<", ">", "&", "<!--", "-->", "<![CDATA[", "]]>", "<?xml version='1.0'?>", "<!DOCTYPE x [<!ENTITY a 'b'>]>&a;", "</w:t></w:r></w:p>", "<w:br/>", "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "&unknown;", "<br>", "<a href='x'>", "</body>",
    # Word fields, RTF, PDF
    "{ INCLUDETEXT x }", '{ HYPERLINK "x" }', " DDEAUTO c:\\x ", "REF _x \\h", "{\\rtf1\\ansi x}", "\\par \\b0", "(", ")", "((", "\\(", "(x\\)", "<</Type /Catalog>>", "stream\nendstream",
    "%PDF-1.7", "%%EOF", "endobj", "/JavaScript (x)", "BT /F1 12 Tf ET", "_Toc1", "_GoBack", "XE \"a:b\"",
    # Spreadsheets, databases, shells, paths
    "=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "+1", "-1", "=HYPERLINK(\"x\")", "'; DROP TABLE facts; --", "' OR 1=1 --", "1; SELECT 1", "`true`", "; true", "| cat", "&& true",
    "../../etc/passwd", "..", "../x", "/etc/passwd", "C:\\x", "\\\\server\\x", "file:///etc/passwd", "CON", "NUL", "aux.txt", "a/b", "a\\b", "~/x", "-rf", "--help", "--", "x" * 300,
    "con.yaml", "dossier.yaml", "sources", "tables", ".hidden", "a.", "a ", " a", "a\tb", "é.yaml", "e\u0301.yaml",
    # Addresses
    "https://", "http://[::1", "https://example.org/a b", "https://example.org/\u202ex", "javascript:alert(1)", "data:text/html,x", "mailto:x@y", "https://user:pass@example.org",
    "https://例え.jp/ü?q=é#f", "https://example.org/%zz", "https://example.org/" + "a" * 3000, "HTTP://X", "//example.org", "https://example.org\\@x", "ftp://x", "https://x.y/<>\"{}|^`",
    # Dates
    "2024-02-30", "0000-00-00", "9999-12-31", "2024-13", "2024/2025", "2025/2024", "2024-01/2023", "24", "20240101", "1 January 2024", "tomorrow", "-2024", "12024", "2024-1-1",
    # Sources
    "annual_report", "annual_report, p. ", "annual_report; annual_report", "; ;", ",", "annual_reprt", "annual_report, p. \u202e1", "annual_report, " + "p" * 400,
    # BibTeX
    "{", "}", "{{x}}", "\\input{x}", "\\\"{o}", "$\\alpha$", "\\csname", "@string{a=b}", "@comment{", "\\'", "{\\", "a and b and", "x, y, z, w", "\\write18{x}", "\\def\\a{\\a}\\a",
    # Terminals
    "\x1b[31mred", "\x1b]0;title\x07", "\x9b2J", "a\rb", "a\x08b", "\x1b[2J\x1b[H", "\x07", "\x00", "a\x00b", "\x7f", "\x85", "\u202eabc", "\u2066x\u2069",
    # Letters
    "ﬁ ﬂ ﬃ", "ǅ ß ẞ İ ı", "Ω Ω K Å", "①②③ ½ ⅓ ²³", "ａｂｃ", "𝐀𝐁𝐂", "ﷺ", "㍿", "🏳️‍🌈", "👩‍👩‍👧‍👦", "e\u0301 é", "\u0301", "\u200d", "\ufe0f", "\u20e3", "a\u0300\u0300\u0300", "‏שלום‏", "ｶﾞ",
    "Ⅷ", "№ ℃ ™", "­", "\ufeffx", "x\ufeff", "‑", "–—―", "‘’“”„«»", "′″", "\u00a0", "\u3000x", "\u2028", "\u2029x", "\ufffd", "\ufffe", "\uffff", "\U0001fffe",
    "Scunthorpe General Hospital", "I.e. e.g. cf. p. 3. No. 5. Mr. X. U.S. said.", "A. B. C. D.", "?!?!", "Is it? Yes! No.", "“A.” B.", "a.b.c", "...a", "x.\u00a0Y",
    "roses are \x1b[0;31mred\x1b[0m", "The quic\b\b\b\b\b\bk", "Powerلُلُصّبُلُلصّبُررً ॣ ॣh ॣ ॣ冗", "జ్ఞ\u200cా", "గ్లిచ్", "﷽", "\u0e33\u0e33\u0e33", "ᅟᅠㅤﾠ", "가\u1160\u11a8",
]  # fmt: skip
