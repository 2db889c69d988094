"""HEAR: a mail or a webhook call → a parsed answer: reply text, fields, who is speaking."""
