"""SHOW: read-only questions over the tables → a Report value → docx, pdf, xlsx, html."""
