"""Names of invented people, as varied as England, and addresses that lead nowhere."""

import unicodedata
from collections.abc import Iterator
from itertools import count

FIRST = (
    *("Amara", "Bethan", "Ciarán", "Devika", "Eleri", "Femi", "Gwen", "Hamza", "Ingrid", "Jerome", "Kezia", "Lorna"),
    *("Mehreen", "Nathaniel", "Oluwaseun", "Padraig", "Qasim", "Rosalind", "Sunita", "Tobias", "Umar", "Verity"),
    *("Winston", "Xanthe", "Yasmin", "Zbigniew", "Agnieszka", "Bilal", "Catrin", "Dilys", "Esther", "Folasade"),
    *("Gareth", "Harpreet", "Imelda", "Jacinta", "Kofi", "Lakshmi", "Maurice", "Nadia", "Orla", "Philippa"),
    *("Rukhsana", "Stefan", "Tamsin", "Vikram", "Wendy", "Yusuf", "Zara"),
)
LAST = (
    *("Abernethy", "Balogun", "Carraway", "Dhillon", "Eastcott", "Farrukh", "Gilchrist", "Hargreave", "Iqbal"),
    *("Jankowska", "Kirkbride", "Lindqvist", "Mbeki", "Nwosu", "Oakhanger", "Pendleton", "Quartey", "Rahman"),
    *("Sandhu", "Tillotson", "Uddin", "Vasquez", "Wickham", "Yeboah", "Zielinski", "Ashworthy", "Bramhall"),
    *("Choudhury", "Delacroix", "Ellershaw", "Fennimore", "Ghoshal", "Heptonstall", "Inchbald", "Jardine"),
    *("Kapoor", "Llewellyn", "Mistry", "Northcote", "Osei", "Pritchard", "Roper-Singh", "Standish", "Thackray"),
    *("Venkatesan", "Wolstenholme", "Adeleke"),
)


def invented_names() -> Iterator[str]:
    """Full names, none twice: the lists’ lengths share no divisor, so all pairs come before one comes again."""
    for number in count():
        again = number // (len(FIRST) * len(LAST))
        middle = f" {FIRST[again % len(FIRST)]}" if again else ""  # only for many times the schools
        yield f"{FIRST[13 * number % len(FIRST)]}{middle} {LAST[(11 * number + 7) % len(LAST)]}"


def address(full_name: str, place: str) -> str:
    """An e-mail address under .test, which is reserved for what must never be reached."""
    plain = unicodedata.normalize("NFKD", full_name).encode("ascii", "ignore").decode().lower()
    return f"{'.'.join(plain.split())}@{place}.lscp.test"
