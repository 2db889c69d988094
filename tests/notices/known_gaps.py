"""What the rules cannot do yet, as (file, tally); `test_gold` wants one that is met struck out."""

KNOWN_GAPS: frozenset[tuple[str, str]] = frozenset(
    {
        ("d07.txt", "targets"),
        ("d08.txt", "leads"),
        ("d08.txt", "measures"),
        ("d08.txt", "reporting"),
        ("d08.txt", "supports"),
        ("d09.txt", "reporting"),
        ("d11.txt", "leads"),
        ("d11.txt", "measures"),
        ("d11.txt", "precision"),
        ("d11.txt", "supports"),
        ("district_page_with_table.html", "precision"),
    }
)
