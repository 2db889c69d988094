"""READ: documents → text → outline → measures, owners, targets, duties: findings with evidence."""

from notices.as_json import reading_as_json
from notices.errors import NoticeClassified, NoticeUnreadable
from notices.reader import read
from notices.reading import Reading

__all__ = ["NoticeClassified", "NoticeUnreadable", "Reading", "read", "reading_as_json"]
