"""RECORD: the tables, one noun a file. Importing this package registers every one of them."""

from models.access import AccessLink, Account, AccountSession, FormDraft, WebhookKey
from models.approval import Approval
from models.assignment import Assignment
from models.base import Row, insert_new
from models.calendar_day import CalendarDay, CalendarYear
from models.collective import Collective, CollectiveMember
from models.contact import Contact
from models.department import Department, DepartmentAlias
from models.doubt import Doubt
from models.engine import FlowRun, Lease, RunRequest, ScheduleOverride
from models.escalation_case import EscalationCase
from models.event import Event, EventAnnouncement, EventSeal
from models.evidence import Evidence
from models.extension import Extension
from models.hold import Hold
from models.inbound_message import InboundMessage
from models.measure import Measure
from models.milestone import Milestone
from models.notice import Notice, NoticeOriginal
from models.outgoing_message import Delivery, OutgoingMessage
from models.policy_version import PolicyVersion
from models.reminder import Reminder
from models.report import Report, ReportFile, files_of
from models.reporting import ReportingDuty, ReportingPeriod, Return, ReturnItem
from models.rewording import Rewording
from models.status_update import StatusUpdate
from models.target import Target, TargetReading, value_stands
from models.task import Task
from models.task_match import TaskMatch

__all__ = [
    "AccessLink",
    "Account",
    "AccountSession",
    "Approval",
    "Assignment",
    "CalendarDay",
    "CalendarYear",
    "Collective",
    "CollectiveMember",
    "Contact",
    "Delivery",
    "Department",
    "DepartmentAlias",
    "Doubt",
    "EscalationCase",
    "Event",
    "EventAnnouncement",
    "EventSeal",
    "Evidence",
    "Extension",
    "FlowRun",
    "FormDraft",
    "Hold",
    "InboundMessage",
    "Lease",
    "Measure",
    "Milestone",
    "Notice",
    "NoticeOriginal",
    "OutgoingMessage",
    "PolicyVersion",
    "Reminder",
    "Report",
    "ReportFile",
    "ReportingDuty",
    "ReportingPeriod",
    "Return",
    "ReturnItem",
    "Rewording",
    "Row",
    "RunRequest",
    "ScheduleOverride",
    "StatusUpdate",
    "Target",
    "TargetReading",
    "Task",
    "TaskMatch",
    "WebhookKey",
    "files_of",
    "insert_new",
    "value_stands",
]
