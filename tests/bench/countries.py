"""Country notes for the benchmark and for the long tests: one dossier a country, whose figures are made up and say so.

`write_countries(folder, number)` writes a template and that many dossiers; every run writes the same bytes. Figures come from a hash
of the country's name. Some dossiers hold what is odd and still right: very long cells, long tables, texts in other scripts.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.odd_countries import odd_people

# Not all of them are states: a desk's list never is.
COUNTRIES = """Afghanistan|Åland Islands|Albania|Algeria|American Samoa|Andorra|Angola|Anguilla|Antarctica
Antigua and Barbuda|Argentina|Armenia|Aruba|Australia|Austria|Azerbaijan|Bahamas|Bahrain|Bangladesh|Barbados
Belarus|Belgium|Belize|Benin|Bermuda|Bhutan|Bolivia|Bonaire, Sint Eustatius and Saba|Bosnia and Herzegovina
Botswana|Bouvet Island|Brazil|British Indian Ocean Territory|Brunei Darussalam|Bulgaria|Burkina Faso|Burundi
Cabo Verde|Cambodia|Cameroon|Canada|Cayman Islands|Central African Republic|Chad|Chile|China|Christmas Island
Cocos (Keeling) Islands|Colombia|Comoros|Congo|Congo, Democratic Republic of the|Cook Islands|Costa Rica
Côte d'Ivoire|Croatia|Cuba|Curaçao|Cyprus|Czechia|Denmark|Djibouti|Dominica|Dominican Republic|Ecuador|Egypt
El Salvador|Equatorial Guinea|Eritrea|Estonia|Eswatini|Ethiopia|Falkland Islands|Faroe Islands|Fiji|Finland
France|French Guiana|French Polynesia|French Southern Territories|Gabon|Gambia|Georgia|Germany|Ghana|Gibraltar
Greece|Greenland|Grenada|Guadeloupe|Guam|Guatemala|Guernsey|Guinea|Guinea-Bissau|Guyana|Haiti
Heard Island and McDonald Islands|Holy See|Honduras|Hong Kong|Hungary|Iceland|India|Indonesia|Iran|Iraq
Ireland|Isle of Man|Israel|Italy|Jamaica|Japan|Jersey|Jordan|Kazakhstan|Kenya|Kiribati
Korea, Democratic People's Republic of|Korea, Republic of|Kosovo|Kuwait|Kyrgyzstan
Lao People's Democratic Republic|Latvia|Lebanon|Lesotho|Liberia|Libya|Liechtenstein|Lithuania|Luxembourg|Macao
Madagascar|Malawi|Malaysia|Maldives|Mali|Malta|Marshall Islands|Martinique|Mauritania|Mauritius|Mayotte|Mexico
Micronesia|Moldova|Monaco|Mongolia|Montenegro|Montserrat|Morocco|Mozambique|Myanmar|Namibia|Nauru|Nepal
Netherlands|New Caledonia|New Zealand|Nicaragua|Niger|Nigeria|Niue|Norfolk Island|North Macedonia
Northern Cyprus|Northern Mariana Islands|Norway|Oman|Pakistan|Palau|Palestine|Panama|Papua New Guinea|Paraguay
Peru|Philippines|Pitcairn|Poland|Portugal|Puerto Rico|Qatar|Réunion|Romania|Russian Federation|Rwanda
Saint Barthélemy|Saint Helena, Ascension and Tristan da Cunha|Saint Kitts and Nevis|Saint Lucia|Saint Martin
Saint Pierre and Miquelon|Saint Vincent and the Grenadines|Samoa|San Marino|São Tomé and Príncipe|Saudi Arabia
Senegal|Serbia|Seychelles|Sierra Leone|Singapore|Sint Maarten|Slovakia|Slovenia|Solomon Islands|Somalia
Somaliland|South Africa|South Georgia and the South Sandwich Islands|South Sudan|Spain|Sri Lanka|Sudan
Suriname|Svalbard and Jan Mayen|Sweden|Switzerland|Syrian Arab Republic|Taiwan|Tajikistan|Tanzania|Thailand
Timor-Leste|Togo|Tokelau|Tonga|Transnistria|Trinidad and Tobago|Tunisia|Türkiye|Turkmenistan
Turks and Caicos Islands|Tuvalu|Uganda|Ukraine|United Arab Emirates
United Kingdom of Great Britain and Northern Ireland|United States of America
United States Minor Outlying Islands|Uruguay|Uzbekistan|Vanuatu|Venezuela|Viet Nam|Virgin Islands (British)
Virgin Islands (U.S.)|Wallis and Futuna|Western Sahara|Yemen|Zambia|Zimbabwe|European Union|African Union"""
TEMPLATE = "country-note"
SECTIONS = {
    "summary": """# Summary

> [!key] Bottom line
>
> - {{ gdp.says | capitalise }}; its people numbered {{ population }}.
> - {{ growth.says | capitalise }}.
> - {{ aid_pledged.says | capitalise }}.

*Every figure in this note is made up, for testing.*

{% if has("debt") %}What the country owes is disputed: {{ debt }}.{% endif %}
""",
    "people": """# {{ title }}

{{ population.says | capitalise }}. {{ life.says | capitalise }}, and {{ literacy.says }}. In the cities lived {{ cities }}, in the
country {{ countryside }}. {{ doctors.says | capitalise }}.

{{ table("people_table") }}

{{ schools.says | capitalise }}, {{ schools.when }}. {{ migrants.says | capitalise }}.
""",
    "economy": """# {{ title }}

{{ gdp.says | capitalise }}. {{ growth.says | capitalise }}; {{ prices.says }}. The budget came to {{ budget }}, of which
{{ interest }} went to interest. {{ jobs.says | capitalise }} ({{ ref("gdp_chart") }}).

{{ figure("gdp_chart") }}

{{ table("economy_table") }}

{% if has("debt") %}
## What it owes

{{ conflict("debt") }}
{% endif %}
""",
    "trade": """# {{ title }}

{{ exports.says | capitalise }}, {{ imports.says }}. The largest partner took {{ largest_share }} of what was sold; {{ ports.says }}.
{{ tariff.says | capitalise }}.

{{ table("events") }}

## What may come

- {{ aid_pledged.says | capitalise }}.
- {{ corridor.says | capitalise }}.
""",
}
SOURCES = """statistics:
  title: Statistical yearbook
  publisher: Office of Statistics
  date: 2025-03-31
  url: https://example.org/yearbook
bank:
  title: Economic outlook
  publisher: Central Bank
  date: 2025-04
  url: https://example.org/outlook
fund:
  title: Review of the economy
  publisher: International Fund
  date: 2025-02-11
ministry:
  title: Statement on the budget
  publisher: Ministry of Finance
  date: 2025-06-12
  type: press release
"""
TABLES = """people_table:
  title: People
  rows: facts of people
  columns:
    - name
    - value
    - as_of
  widths: 3 2 1
economy_table:
  title: The economy by year
  rows: facts gdp_series
  columns:
    - date as Year
    - value
  note: Before inflation.
events:
  title: Dated events
  rows: facts tagged event
  sort_by: date
  columns:
    - date
    - says as Event
    - by
  widths: 1 4 2
"""
FIGURES = """gdp_chart:
  title: Output since 2015
  chart: {chart}
  rows: facts gdp_series
"""


class _Numbers:
    """Numbers from a hash of the country's name, one after another."""

    def __init__(self, name: str) -> None:
        self._name, self._count = name, 0

    def __call__(self, low: int, high: int) -> int:
        self._count += 1
        digest = hashlib.sha256(f"{self._name}/{self._count}".encode()).digest()
        return low + int.from_bytes(digest[:6], "big") % (high - low + 1)


def names(number: int) -> Iterator[str]:
    """So many names; past the list they come again, numbered as regions."""
    known = [name for line in COUNTRIES.splitlines() for name in line.split("|")]
    for position in range(number):
        again = position // len(known)
        yield known[position % len(known)] + (f", region {again}" if again else "")


def file_name(name: str, position: int) -> str:
    """A folder's name: plain for most, as it is spelt for every fifth and for those with letters beyond ASCII."""
    if position % 5 == 0 or not name.isascii():
        return name.replace(" ", "-").replace("'", "’").replace(",", "").replace("(", "").replace(")", "")
    plain = "".join(c if c.isascii() and c.isalnum() else "-" for c in name)
    return "-".join(part for part in plain.lower().split("-") if part)


def write_countries(folder: Path, number: int) -> str:
    """Write `templates/country-note` and `facts/NAME` below a folder. Gives the SHA-256 of all that was written."""
    digest = hashlib.sha256()
    for path, text in _files(number):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        digest.update(f"{path}\0{text}\0".encode())
    return digest.hexdigest()


def _files(number: int) -> Iterator[tuple[str, str]]:
    for section, text in SECTIONS.items():
        yield f"templates/{TEMPLATE}/{section}.md", text
    for position, name in enumerate(names(number)):
        place = f"facts/{file_name(name, position)}"
        for file, text in country(name, position).items():
            yield f"{place}/{file}", text


def country(name: str, position: int) -> dict[str, str]:
    """The files of one country's dossier."""
    number = _Numbers(name)
    chart = ("column", "line", "bar")[position % 3]
    return {
        "dossier.yaml": _dossier(name, position),
        "sources.yaml": SOURCES,
        "people.yaml": _people(name, number, position),
        "economy.yaml": _economy(name, number, position),
        "trade.yaml": _trade(name, number, position),
        "gdp.csv": _series(number, 20, 900),
        "tables.yaml": TABLES,
        "figures.yaml": FIGURES.format(chart=chart),
    }


def _dossier(name: str, position: int) -> str:
    marking = ("", "marking: TLP:GREEN\n", "")[position % 3]
    return (
        f'title: "{name}: a note on people, output and trade"\n'
        "subtitle: Made-up figures, for testing\n"
        f"edition: {1 + position % 4}\ndate: 2025-07-14\ninformation_cut_off: 2025-07-01\npublisher: The Country Desk\n{marking}"
        "sections:\n  - summary\n  - people\n  - economy\n  - trade\n  - sources\n"
    )


def _fact(fact: str, *lines: str) -> str:
    return f"  {fact}:\n" + "".join(f"    {line}\n" for line in lines)


def _people(name: str, number: _Numbers, position: int) -> str:
    every = "as_of: 2024", "source: statistics, p. 3"
    facts = [
        _fact(
            "population",
            "name: Population",
            f'says: "{name} had {{value}}"',
            f"value: {number(1, 900)}.{number(1, 9)} million people",
            *every,
        ),
        _fact("cities", "name: People in cities", f"value: {number(20, 90)} %", *every),
        _fact("countryside", "name: People in the country", f"value: about {number(5, 70)} %", *every),
        _fact(
            "life",
            "name: Expectation of life",
            "says: a child born could expect {value}",
            f"value: {number(55, 85)} years",
            *every,
        ),
        _fact(
            "literacy", "name: Literacy", "says: '{value} of adults could read'", f"value: {number(60, 99)} %", *every
        ),
        _fact(
            "doctors",
            "name: Doctors",
            "says: there were {value}",
            f"value: nearly {number(2, 90)},{number(100, 999)} doctors",
            *every,
        ),
        _fact(
            "schools",
            "name: Schools",
            "says: the country ran {value}",
            f"value: more than {number(1, 80)},000 schools",
            *every,
        ),
        _fact(
            "migrants",
            "name: Migrants",
            "says: '{value} had come from abroad'",
            f"value: {number(10, 40)},000–{number(41, 90)},000 people",
            *every,
        ),
    ]
    if position % 17 == 3:
        long = "which was counted in every parish and every ward, " * 12
        facts.append(
            _fact("wards", "name: Wards", f"value: {number(100, 900)} wards", f'note: "{long.strip(", ")}"', *every)
        )
        facts += [
            _fact(
                f"district_{n}",
                f"name: District {n} of {number(60, 90)}",
                f"value: {number(1000, 90000)} people",
                *every,
            )
            for n in range(60)
        ]
    return "title: People\nfacts:\n" + "".join(facts) + odd_people(position)


def _economy(name: str, number: _Numbers, position: int) -> str:
    every = "as_of: 2024", "source: bank, p. 7; fund"
    facts = [
        _fact(
            "gdp", "name: Output", f'says: "{name} produced {{value}}"', f"value: {number(2, 900)} billion USD", *every
        ),
        _fact(
            "growth", "name: Growth", "says: output grew by {value}", f"value: {number(0, 7)}.{number(1, 9)} %", *every
        ),
        _fact("prices", "name: Prices", "says: prices rose by {value}", f"value: {number(1, 15)} %", *every),
        _fact("budget", "name: Budget", f"value: about {number(1, 90)} billion USD", *every),
        _fact("interest", "name: Interest", f"value: {number(1, 20)} %", *every),
        _fact("jobs", "name: Without work", "says: '{value} had no work'", f"value: up to {number(2, 30)} %", *every),
        _fact("gdp_series", "name: Output", "unit: billion USD", "series: gdp.csv"),
    ]
    if position % 4 != 2:
        claims = (
            f"      ministry_says:\n        value: {number(1, 50)} billion USD\n        as_of: 2024\n        by: the Ministry of Finance\n"
            f"        source: ministry\n"
            f"      fund_says:\n        value: more than {number(51, 99)} billion USD\n        as_of: 2023\n"
            f"        by: the International Fund\n        source: fund, p. {number(4, 40)}\n"
        )
        facts.append(_fact("debt", "name: Debt", "claims:") + claims)
    return "title: The economy\nfacts:\n" + "".join(facts)


def _trade(name: str, number: _Numbers, position: int) -> str:
    every = "as_of: 2024", "source: statistics, p. 9"
    facts = [
        _fact(
            "exports",
            "name: Exports",
            f'says: "{name} sold {{value}} abroad"',
            f"value: {number(1, 90)} billion USD",
            *every,
        ),
        _fact(
            "imports", "name: Imports", "says: and bought {value}", f"value: about {number(1, 90)} billion USD", *every
        ),
        _fact("largest_share", "name: The largest partner", f"value: {number(9, 60)} %", *every),
        _fact("ports", "name: Ports", "says: '{value} served it'", f"value: {number(2, 40)} ports", *every),
        _fact("tariff", "name: Tariff", "says: the mean tariff was {value}", f"value: {number(1, 30)} %", *every),
        _fact(
            "aid_pledged",
            "name: Aid",
            "says: lenders announced {value} of aid",
            f"value: {number(1, 900)} million USD",
            "date: 2025-05-02",
            "status: planned",
            "by: International Fund",
            "source: fund",
        ),
        _fact(
            "corridor",
            "name: Corridor",
            "says: a rail corridor is to open, for {value}",
            f"value: {number(1, 40)} billion EUR",
            "date: 2027",
            "status: planned",
            "by: Ministry of Finance",
            "source: ministry",
        ),
    ]
    for year, what in (
        (2019, "joined a customs union"),
        (2021, "floated its currency"),
        (2023, "signed a treaty on ports"),
    ):
        facts.append(
            _fact(
                f"event_{year}",
                f'says: "{name} {what}"',
                f"date: {year}-{number(1, 12):02}-{number(1, 28):02}",
                "source: statistics; bank",
                "tags:",
                "  event: dated",
            )
        )
    if position % 9 == 1:
        facts.append(
            _fact(
                "pledge",
                "quote: We shall keep our ports open",
                "speaker: Minister of Trade",
                "original: Мы будем держать порты открытыми",
                "original_language: ru",
                "translation: ours",
                "date: 2024-05-06",
                "source: ministry",
            )
        )
    return "title: Trade\nfacts:\n" + "".join(facts)


def _series(number: _Numbers, low: int, high: int) -> str:
    rows = "".join(
        f'{year},{number(low, high)}.{number(0, 9)},"bank, p. {number(3, 40)}"\n' for year in range(2015, 2025)
    )
    return f"year,value,source\n{rows}"


if __name__ == "__main__":
    print(write_countries(Path(sys.argv[1]), int(sys.argv[2])))
