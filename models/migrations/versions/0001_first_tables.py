"""first tables."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


APPEND_ONLY = ("event", "event_seal", "status_update", "target_reading")


def forbid_changes(*tables: str) -> None:
    """Let the database itself refuse to change or delete a row of the record."""
    if op.get_bind().dialect.name == "sqlite":
        for table in tables:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in tables:
        op.execute(
            f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def upgrade() -> None:
    """Apply."""

    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "coordinator",
                "leader",
                "auditor",
                "admin",
                name="known_accountrole",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("password_hash", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("failed_logins", sa.Integer(), nullable=False),
        sa.Column("locked_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("account_number")),
        sa.UniqueConstraint("username", name=op.f("account_username_once")),
    )
    op.create_table(
        "calendar_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_working_day", sa.Boolean(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("calendar_day_number")),
        sa.UniqueConstraint("day", name=op.f("calendar_day_day_once")),
    )
    op.create_table(
        "calendar_year",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("noted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "source IN ('library', 'office')", name=op.f("calendar_year_known_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("calendar_year_number")),
        sa.UniqueConstraint("year", name=op.f("calendar_year_year_once")),
    )
    op.create_table(
        "policy_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("applied_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("applied_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("policy_version_number")),
    )
    op.create_table(
        "collective",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("collective_number")),
        sa.UniqueConstraint("code", name=op.f("collective_code_once")),
    )
    op.create_table(
        "department",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("short_name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("level", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("succeeded_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("duties", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["department.id"], name=op.f("department_successor_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("department_number")),
        sa.UniqueConstraint("code", name=op.f("department_code_once")),
        sa.UniqueConstraint("place", "name", name="one_name_a_place"),
    )
    with op.batch_alter_table("department", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_department_name"), ["name"], unique=False)

    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("subject_kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("actor", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("happened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("event_number")),
        sa.UniqueConstraint("uuid", name=op.f("event_uuid_once")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_name"), ["name"], unique=False)

    op.create_table(
        "flow_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("flow", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("cause", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("started_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("finished_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("ok", sa.Boolean(), nullable=True),
        sa.Column("recorded_by_prefect", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("flow_run_number")),
    )
    with op.batch_alter_table("flow_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_flow_run_flow"), ["flow"], unique=False)

    op.create_table(
        "lease",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("holder", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("lease_number")),
        sa.UniqueConstraint("name", name=op.f("lease_name_once")),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("filename", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "received",
                "draft",
                "confirmed",
                "closed",
                "historical",
                "withdrawn",
                "superseded",
                name="known_noticestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("doc_number", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("issuers", sa.JSON(), nullable=False),
        sa.Column("addressees", sa.JSON(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("policy", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("first_named_leads", sa.Boolean(), nullable=True),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("reading", sa.JSON(), nullable=True),
        sa.Column("read_error", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("confirmed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "status <> 'confirmed' OR confirmed_at IS NOT NULL",
            name=op.f("notice_confirmed_has_a_moment"),
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["notice.id"], name=op.f("notice_supersedes_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("notice_number")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(
            "notice_sha256_once",
            ["sha256"],
            unique=True,
            sqlite_where=sa.text("status <> 'withdrawn'"),
            postgresql_where=sa.text("status <> 'withdrawn'"),
        )
        batch_op.create_index(batch_op.f("ix_notice_status"), ["status"], unique=False)

    op.create_table(
        "schedule_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("flow", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("changed_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("schedule_override_number")),
        sa.UniqueConstraint("flow", name=op.f("schedule_override_flow_once")),
    )
    op.create_table(
        "account_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("csrf_token", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("account_session_account_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("account_session_number")),
        sa.UniqueConstraint("token_sha256", name=op.f("account_session_token_sha256_once")),
    )
    with op.batch_alter_table("account_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_account_session_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "collective_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collective_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collective_id"],
            ["collective.id"],
            name=op.f("collective_member_collective_id_exists"),
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
            name=op.f("collective_member_department_id_exists"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("collective_member_number")),
        sa.UniqueConstraint("collective_id", "department_id", name="one_member_once"),
    )
    with op.batch_alter_table("collective_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_collective_member_collective_id"), ["collective_id"], unique=False
        )

    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "liaison",
                "supervising_leader",
                "principal_leader",
                "office",
                "leader",
                name="known_audience",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("channel", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("address", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("secret", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("phone", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("absent_until", sa.Date(), nullable=True),
        sa.Column("deputy_of_id", sa.Integer(), nullable=True),
        sa.Column("undeliverable_reason", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("contact_department_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["deputy_of_id"], ["contact.id"], name=op.f("contact_deputy_of_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("contact_number")),
        sa.UniqueConstraint("department_id", "audience", "address", name="one_address_a_post"),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_address"), ["address"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_contact_department_id"), ["department_id"], unique=False
        )

    op.create_table(
        "department_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("department_alias_department_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("department_alias_number")),
        sa.UniqueConstraint("department_id", "name", name="one_alias_once"),
    )
    with op.batch_alter_table("department_alias", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_department_alias_department_id"), ["department_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_department_alias_name"), ["name"], unique=False)

    op.create_table(
        "event_announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("announced_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("event_announcement_event_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("event_announcement_number")),
        sa.UniqueConstraint("event_id", name=op.f("event_announcement_event_id_once")),
    )
    op.create_table(
        "event_seal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("previous", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("seal", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("sealed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("event_seal_event_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("event_seal_number")),
        sa.UniqueConstraint("event_id", name=op.f("event_seal_event_id_once")),
        sa.UniqueConstraint("sequence", name=op.f("event_seal_sequence_once")),
    )
    op.create_table(
        "measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("no", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("chapter", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("section", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.CheckConstraint("span_start <= span_end", name=op.f("measure_span_is_forward")),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("measure_notice_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("measure_number")),
        sa.UniqueConstraint("notice_id", "order", name="one_measure_a_place"),
    )
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measure_notice_id"), ["notice_id"], unique=False)

    op.create_table(
        "notice_original",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("notice_original_notice_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("notice_original_number")),
        sa.UniqueConstraint("notice_id", name=op.f("notice_original_notice_id_once")),
    )
    op.create_table(
        "reporting_duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("frequency", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("due", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("quarter_month", sa.Integer(), nullable=True),
        sa.Column("reporters", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("reporter_ids", sa.JSON(), nullable=True),
        sa.Column("recipient", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("first_year", sa.Integer(), nullable=True),
        sa.Column("last_year", sa.Integer(), nullable=True),
        sa.Column("set_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("quote", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "frequency IN ('annual', 'semiannual', 'quarterly', 'monthly', 'once', 'irregular')",
            name=op.f("reporting_duty_known_frequency"),
        ),
        sa.CheckConstraint(
            "set_by IN ('notice', 'office')", name=op.f("reporting_duty_set_by_notice_or_office")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("reporting_duty_notice_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("reporting_duty_number")),
    )
    with op.batch_alter_table("reporting_duty", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reporting_duty_notice_id"), ["notice_id"], unique=False
        )

    op.create_table(
        "run_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("flow", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("requested_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("requested_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("taken_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"], ["flow_run.id"], name=op.f("run_request_run_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("run_request_number")),
    )
    op.create_table(
        "webhook_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("secret", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("revoked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("webhook_key_department_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("webhook_key_number")),
    )
    with op.batch_alter_table("webhook_key", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_webhook_key_department_id"), ["department_id"], unique=False
        )

    op.create_table(
        "reporting_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("duty_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("support_due_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("opened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("compiled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("opens_on <= due_on", name=op.f("reporting_period_opens_before_due")),
        sa.ForeignKeyConstraint(
            ["duty_id"], ["reporting_duty.id"], name=op.f("reporting_period_duty_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("reporting_period_notice_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("reporting_period_number")),
        sa.UniqueConstraint("duty_id", "label", name="one_period_a_label"),
    )
    with op.batch_alter_table("reporting_period", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reporting_period_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_reporting_period_duty_id"), ["duty_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_reporting_period_notice_id"), ["notice_id"], unique=False
        )

    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("clause", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("lead_implied", sa.Boolean(), nullable=False),
        sa.Column("wants_plan", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("original_due_on", sa.Date(), nullable=True),
        sa.Column("due_quote", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "confirmed",
                "in_progress",
                "submitted",
                "verified",
                "closed",
                "long_term",
                "suspended",
                "withdrawn",
                name="known_taskstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("policy", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("continues_id", sa.Integer(), nullable=True),
        sa.Column("reviewed_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("reviewed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("dispatched_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("resumed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("submitted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("verified_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL)", name=op.f("task_closed_at_iff_closed")
        ),
        sa.CheckConstraint(
            "status <> 'suspended' OR reason IS NOT NULL", name=op.f("task_suspended_has_a_reason")
        ),
        sa.ForeignKeyConstraint(
            ["continues_id"], ["task.id"], name=op.f("task_continues_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure.id"], name=op.f("task_measure_id_exists")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("task_notice_id_exists")),
        sa.PrimaryKeyConstraint("id", name=op.f("task_number")),
        sa.UniqueConstraint("measure_id", "part", name="one_task_a_clause"),
        sa.UniqueConstraint("notice_id", "key", name="one_task_a_key"),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_continues_id"), ["continues_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_measure_id"), ["measure_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_notice_id"), ["notice_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_status"), ["status"], unique=False)

    op.create_table(
        "task_match",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("old_task_id", sa.Integer(), nullable=False),
        sa.Column("new_task_id", sa.Integer(), nullable=True),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("old_status", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("decided_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("carried_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "(decided_by IS NULL) = (decided_at IS NULL)",
            name=op.f("task_match_decided_at_iff_decided"),
        ),
        sa.ForeignKeyConstraint(
            ["new_task_id"], ["task.id"], name=op.f("task_match_new_task_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("task_match_notice_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["old_task_id"], ["task.id"], name=op.f("task_match_old_task_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("task_match_number")),
        sa.UniqueConstraint("notice_id", "new_task_id", name="one_match_a_new_task"),
        sa.UniqueConstraint("notice_id", "old_task_id", name="one_match_an_old_task"),
    )
    with op.batch_alter_table("task_match", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_task_match_new_task_id"), ["new_task_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_task_match_notice_id"), ["notice_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_task_match_old_task_id"), ["old_task_id"], unique=False
        )

    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("collective_id", sa.Integer(), nullable=True),
        sa.Column("printed_name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "lead",
                "support",
                "responsible",
                "inherited",
                name="known_role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("consolidates", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "dispatched",
                "acknowledged",
                "objected",
                "ended",
                name="known_assignmentstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("dispatched_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("acknowledge_by", sa.Date(), nullable=True),
        sa.Column("object_before", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("acknowledged_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("objection", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("ended_reason", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.CheckConstraint(
            "NOT consolidates OR role IN ('lead', 'responsible')",
            name=op.f("assignment_only_a_lead_consolidates"),
        ),
        sa.CheckConstraint(
            "department_id IS NOT NULL OR status IN ('draft', 'ended')",
            name=op.f("assignment_unknown_is_not_dispatched"),
        ),
        sa.CheckConstraint(
            "status <> 'acknowledged' OR acknowledged_at IS NOT NULL",
            name=op.f("assignment_acknowledged_has_a_moment"),
        ),
        sa.ForeignKeyConstraint(
            ["collective_id"], ["collective.id"], name=op.f("assignment_collective_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("assignment_department_id_exists")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("assignment_task_id_exists")),
        sa.PrimaryKeyConstraint("id", name=op.f("assignment_number")),
        sa.UniqueConstraint("task_id", "department_id", "role", name="once_per_role"),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_assignment_department_id"), ["department_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_assignment_status"), ["status"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_task_id"), ["task_id"], unique=False)

    op.create_table(
        "doubt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("quote", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("why", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("blocking", sa.Boolean(), nullable=False),
        sa.Column("answer", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("answered_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("answered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name=op.f("doubt_answered_at_iff_answered")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("doubt_notice_id_exists")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("doubt_task_id_exists")),
        sa.PrimaryKeyConstraint("id", name=op.f("doubt_number")),
    )
    with op.batch_alter_table("doubt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_doubt_notice_id"), ["notice_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_doubt_task_id"), ["task_id"], unique=False)

    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=True),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("as_of", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("facts_sha256", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("last_seal", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("approved_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("approved_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("issued_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "status IN ('draft', 'approved', 'issued')", name=op.f("report_known_status")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("report_notice_id_exists")),
        sa.ForeignKeyConstraint(
            ["period_id"], ["reporting_period.id"], name=op.f("report_period_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("report_number")),
        sa.UniqueConstraint("key", name="compiled_once"),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_notice_id"), ["notice_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_period_id"), ["period_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_status"), ["status"], unique=False)

    op.create_table(
        "return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("return_department_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["period_id"], ["reporting_period.id"], name=op.f("return_period_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("return_number")),
        sa.UniqueConstraint("period_id", "department_id", name="one_return_a_department"),
    )
    with op.batch_alter_table("return", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_return_department_id"), ["department_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_return_period_id"), ["period_id"], unique=False)

    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("indicator", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("op", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("by", sa.Date(), nullable=True),
        sa.Column("stretch", sa.Boolean(), nullable=False),
        sa.Column("quote", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "op IN ('=', '>=', '<=', '>', '<', '~')", name=op.f("target_known_comparison")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("target_notice_id_exists")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["department.id"], name=op.f("target_owner_id_exists")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("target_task_id_exists")),
        sa.PrimaryKeyConstraint("id", name=op.f("target_number")),
    )
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_target_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_target_notice_id"), ["notice_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_target_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_target_task_id"), ["task_id"], unique=False)

    op.create_table(
        "access_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("purpose", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("return_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("used_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("revoked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('return', 'department', 'sign_in')", name=op.f("access_link_known_purpose")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("access_link_account_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("access_link_department_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["return_id"], ["return.id"], name=op.f("access_link_return_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("access_link_number")),
        sa.UniqueConstraint("public_id", name=op.f("access_link_public_id_once")),
    )
    with op.batch_alter_table("access_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_access_link_department_id"), ["department_id"], unique=False
        )

    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("case_ids", sa.JSON(), nullable=False),
        sa.Column("task_ids", sa.JSON(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("drafted_on", sa.Date(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("decided_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.CheckConstraint(
            "status <> 'refused' OR reason IS NOT NULL", name=op.f("approval_refused_has_a_reason")
        ),
        sa.CheckConstraint(
            "status = 'waiting' OR (decided_by IS NOT NULL AND decided_at IS NOT NULL)",
            name=op.f("approval_decided_by_a_person"),
        ),
        sa.CheckConstraint(
            "status IN ('waiting', 'accepted', 'refused', 'withdrawn')",
            name=op.f("approval_known_status"),
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("approval_department_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("approval_notice_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("approval_report_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("approval_number")),
        sa.UniqueConstraint("key", name="drafted_once"),
    )
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_approval_department_id"), ["department_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_approval_notice_id"), ["notice_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_status"), ["status"], unique=False)

    op.create_table(
        "escalation_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("due_instance", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ladder", sa.JSON(), nullable=False),
        sa.Column("steps_taken", sa.Integer(), nullable=False),
        sa.Column("stepped_on", sa.Date(), nullable=True),
        sa.Column("opened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("ended_reason", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_reason IS NULL)",
            name=op.f("escalation_case_ended_has_a_reason"),
        ),
        sa.CheckConstraint("steps_taken >= 0", name=op.f("escalation_case_steps_are_counted")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("escalation_case_assignment_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("escalation_case_number")),
        sa.UniqueConstraint("assignment_id", "due_instance", name="one_climb_a_due_instance"),
    )
    with op.batch_alter_table("escalation_case", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_escalation_case_assignment_id"), ["assignment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_escalation_case_ended_at"), ["ended_at"], unique=False)

    op.create_table(
        "outgoing_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("message_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("merge_key", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("channel", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column(
            "audience",
            sa.Enum(
                "liaison",
                "supervising_leader",
                "principal_leader",
                "office",
                "leader",
                name="known_audience",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("cc_audience", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("to_address", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.Column("task_ids", sa.JSON(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=True),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("html", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("reply_to", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("in_reply_to", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("office_day", sa.Date(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("not_before", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("claimed_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("claimed_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("sent_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("last_error", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.CheckConstraint(
            "(status = 'sent') = (sent_at IS NOT NULL)",
            name=op.f("outgoing_message_sent_at_iff_sent"),
        ),
        sa.CheckConstraint(
            "status IN ('pending', 'sent', 'failed', 'held', 'cancelled')",
            name=op.f("outgoing_message_known_status"),
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("outgoing_message_department_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("outgoing_message_notice_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("outgoing_message_report_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["return_id"], ["return.id"], name=op.f("outgoing_message_return_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("outgoing_message_number")),
        sa.UniqueConstraint("merge_key", name=op.f("outgoing_message_merge_key_once")),
        sa.UniqueConstraint("message_id", name=op.f("outgoing_message_message_id_once")),
        sa.UniqueConstraint("public_id", name=op.f("outgoing_message_public_id_once")),
    )
    with op.batch_alter_table("outgoing_message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outgoing_message_department_id"), ["department_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_outgoing_message_next_attempt_at"), ["next_attempt_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_outgoing_message_notice_id"), ["notice_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_outgoing_message_report_id"), ["report_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_outgoing_message_return_id"), ["return_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_outgoing_message_status"), ["status"], unique=False)

    op.create_table(
        "inbound_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("mailbox", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("heard", sa.JSON(), nullable=True),
        sa.Column("sender", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("outgoing_id", sa.Integer(), nullable=True),
        sa.Column("taken_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("taken_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("processed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.CheckConstraint(
            "status IN ('stored', 'processed', 'triage', 'ignored', 'resolved')",
            name=op.f("inbound_message_known_status"),
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("inbound_message_department_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["outgoing_id"],
            ["outgoing_message.id"],
            name=op.f("inbound_message_outgoing_id_exists"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("inbound_message_number")),
        sa.UniqueConstraint("mailbox", "key", name="received_once"),
    )
    with op.batch_alter_table("inbound_message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_inbound_message_department_id"), ["department_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_inbound_message_outgoing_id"), ["outgoing_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_inbound_message_received_at"), ["received_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_inbound_message_status"), ["status"], unique=False)

    op.create_table(
        "form_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("saved_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_id"], ["access_link.id"], name=op.f("form_draft_link_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("form_draft_number")),
        sa.UniqueConstraint("link_id", name=op.f("form_draft_link_id_once")),
    )
    op.create_table(
        "report_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("edition", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("format", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("filename", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("media_type", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("report_file_report_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("report_file_number")),
        sa.CheckConstraint(
            "edition IN ('draft', 'final')", name=op.f("report_file_drafted_or_issued")
        ),
        sa.UniqueConstraint("report_id", "edition", "format", name="one_file_a_format"),
    )
    with op.batch_alter_table("report_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_file_report_id"), ["report_id"], unique=False)

    op.create_table(
        "return_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "awaited",
                "given",
                "consolidated",
                "accepted",
                "sent_back",
                name="known_itemstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("given_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("sent_back_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("return_item_assignment_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["return_id"], ["return.id"], name=op.f("return_item_return_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("return_item_number")),
        sa.UniqueConstraint("return_id", "assignment_id", name="one_item_an_assignment"),
    )
    with op.batch_alter_table("return_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_return_item_assignment_id"), ["assignment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_return_item_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_return_item_return_id"), ["return_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_return_item_status"), ["status"], unique=False)

    op.create_table(
        "target_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=True),
        sa.Column("inbound_id", sa.Integer(), nullable=True),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("read_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("target_reading_department_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["inbound_id"], ["inbound_message.id"], name=op.f("target_reading_inbound_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["return_id"], ["return.id"], name=op.f("target_reading_return_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["target.id"], name=op.f("target_reading_target_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("target_reading_number")),
    )
    with op.batch_alter_table("target_reading", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_target_reading_return_id"), ["return_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_target_reading_target_id"), ["target_id"], unique=False
        )

    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outgoing_id", sa.Integer(), nullable=False),
        sa.Column("address", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("channel", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("copy_only", sa.Boolean(), nullable=False),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("provider_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("error", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "status IN ('pending', 'sent', 'failed')", name=op.f("delivery_known_status")
        ),
        sa.ForeignKeyConstraint(
            ["outgoing_id"], ["outgoing_message.id"], name=op.f("delivery_outgoing_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("delivery_number")),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_outgoing_id"), ["outgoing_id"], unique=False)

    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("rule", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("due_instance", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "liaison",
                "supervising_leader",
                "principal_leader",
                "office",
                "leader",
                name="known_audience",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("cancelled_reason", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("reminder_department_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["outgoing_message.id"], name=op.f("reminder_message_id_exists")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("reminder_task_id_exists")),
        sa.PrimaryKeyConstraint("id", name=op.f("reminder_number")),
        sa.UniqueConstraint(
            "subject_kind", "subject_id", "rule", "due_instance", "audience", name="decided_once"
        ),
    )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminder_decided_on"), ["decided_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_reminder_department_id"), ["department_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_reminder_message_id"), ["message_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reminder_task_id"), ["task_id"], unique=False)

    op.create_table(
        "status_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("return_item_id", sa.Integer(), nullable=True),
        sa.Column("inbound_id", sa.Integer(), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("carried_from_id", sa.Integer(), nullable=True),
        sa.Column("percent", sa.Float(), nullable=True),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("narrative", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("problems", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("next_steps", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("channel", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("said_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("said_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "percent IS NULL OR percent BETWEEN 0 AND 100",
            name=op.f("status_update_percent_of_a_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["carried_from_id"],
            ["status_update.id"],
            name=op.f("status_update_carried_from_id_exists"),
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("status_update_assignment_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["status_update.id"], name=op.f("status_update_corrects_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["inbound_id"], ["inbound_message.id"], name=op.f("status_update_inbound_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["return_item_id"], ["return_item.id"], name=op.f("status_update_return_item_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("status_update_number")),
    )
    with op.batch_alter_table("status_update", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_status_update_assignment_id"), ["assignment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_status_update_inbound_id"), ["inbound_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_status_update_return_item_id"), ["return_item_id"], unique=False
        )

    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inbound_id", sa.Integer(), nullable=False),
        sa.Column("update_id", sa.Integer(), nullable=True),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("media_type", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inbound_id"], ["inbound_message.id"], name=op.f("evidence_inbound_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["update_id"], ["status_update.id"], name=op.f("evidence_update_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("evidence_number")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_inbound_id"), ["inbound_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_update_id"), ["update_id"], unique=False)

    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("percent", sa.Float(), nullable=True),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("update_id", sa.Integer(), nullable=True),
        sa.Column("done_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("milestone_department_id_exists")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("milestone_task_id_exists")),
        sa.ForeignKeyConstraint(
            ["update_id"], ["status_update.id"], name=op.f("milestone_update_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("milestone_number")),
    )
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_milestone_task_id"), ["task_id"], unique=False)

    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("return_item_id", sa.Integer(), nullable=True),
        sa.Column("milestone_id", sa.Integer(), nullable=True),
        sa.Column("inbound_id", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("asked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("decided_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("decision_reason", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.CheckConstraint(
            "status = 'asked' OR (decided_by IS NOT NULL AND decided_at IS NOT NULL)",
            name=op.f("extension_decided_by_a_person"),
        ),
        sa.CheckConstraint(
            "status IN ('asked', 'granted', 'refused')", name=op.f("extension_known_status")
        ),
        sa.CheckConstraint("until_on > from_on", name=op.f("extension_later_than_before")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("extension_assignment_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["inbound_id"], ["inbound_message.id"], name=op.f("extension_inbound_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("extension_milestone_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["return_item_id"], ["return_item.id"], name=op.f("extension_return_item_id_exists")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("extension_task_id_exists")),
        sa.PrimaryKeyConstraint("id", name=op.f("extension_number")),
    )
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_extension_assignment_id"), ["assignment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_extension_status"), ["status"], unique=False)
        batch_op.create_index(batch_op.f("ix_extension_task_id"), ["task_id"], unique=False)

    op.create_table(
        "hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column(
            "audience",
            sa.Enum(
                "liaison",
                "supervising_leader",
                "principal_leader",
                "office",
                "leader",
                name="known_audience",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("placed_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("placed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("released_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("released_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("trim(reason) <> ''", name=op.f("hold_has_a_reason")),
        sa.CheckConstraint(
            "(released_at IS NULL) = (released_by IS NULL)",
            name=op.f("hold_released_by_a_person"),
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("hold_department_id_exists")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("hold_task_id_exists")),
        sa.PrimaryKeyConstraint("id", name=op.f("hold_number")),
    )
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hold_department_id"), ["department_id"], unique=False)

    op.create_table(
        "rewording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "liaison",
                "supervising_leader",
                "principal_leader",
                "office",
                "leader",
                name="known_audience",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("office_day", sa.Date(), nullable=False),
        sa.Column("task_ids", sa.JSON(), nullable=False),
        sa.Column("base_subject", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("base_text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("written_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("written_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("ended_reason", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "trim(subject) <> '' AND trim(text) <> ''", name=op.f("rewording_says_something")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("rewording_department_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["outgoing_message.id"], name=op.f("rewording_message_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("rewording_number")),
    )
    with op.batch_alter_table("rewording", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rewording_department_id"), ["department_id"], unique=False
        )

    forbid_changes(*APPEND_ONLY)


def downgrade() -> None:
    """Undo."""

    with op.batch_alter_table("rewording", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rewording_department_id"))

    op.drop_table("rewording")
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hold_department_id"))

    op.drop_table("hold")
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_extension_task_id"))
        batch_op.drop_index(batch_op.f("ix_extension_status"))
        batch_op.drop_index(batch_op.f("ix_extension_assignment_id"))

    op.drop_table("extension")
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestone_task_id"))
        batch_op.drop_index(batch_op.f("ix_milestone_due_on"))

    op.drop_table("milestone")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_update_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_inbound_id"))

    op.drop_table("evidence")
    with op.batch_alter_table("status_update", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_status_update_return_item_id"))
        batch_op.drop_index(batch_op.f("ix_status_update_inbound_id"))
        batch_op.drop_index(batch_op.f("ix_status_update_assignment_id"))

    op.drop_table("status_update")
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reminder_task_id"))
        batch_op.drop_index(batch_op.f("ix_reminder_message_id"))
        batch_op.drop_index(batch_op.f("ix_reminder_department_id"))
        batch_op.drop_index(batch_op.f("ix_reminder_decided_on"))

    op.drop_table("reminder")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_outgoing_id"))

    op.drop_table("delivery")
    with op.batch_alter_table("target_reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_target_reading_target_id"))
        batch_op.drop_index(batch_op.f("ix_target_reading_return_id"))

    op.drop_table("target_reading")
    with op.batch_alter_table("return_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_return_item_status"))
        batch_op.drop_index(batch_op.f("ix_return_item_return_id"))
        batch_op.drop_index(batch_op.f("ix_return_item_due_on"))
        batch_op.drop_index(batch_op.f("ix_return_item_assignment_id"))

    op.drop_table("return_item")
    with op.batch_alter_table("report_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_file_report_id"))

    op.drop_table("report_file")
    op.drop_table("form_draft")
    with op.batch_alter_table("inbound_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inbound_message_status"))
        batch_op.drop_index(batch_op.f("ix_inbound_message_received_at"))
        batch_op.drop_index(batch_op.f("ix_inbound_message_outgoing_id"))
        batch_op.drop_index(batch_op.f("ix_inbound_message_department_id"))

    op.drop_table("inbound_message")
    with op.batch_alter_table("outgoing_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outgoing_message_status"))
        batch_op.drop_index(batch_op.f("ix_outgoing_message_return_id"))
        batch_op.drop_index(batch_op.f("ix_outgoing_message_report_id"))
        batch_op.drop_index(batch_op.f("ix_outgoing_message_notice_id"))
        batch_op.drop_index(batch_op.f("ix_outgoing_message_next_attempt_at"))
        batch_op.drop_index(batch_op.f("ix_outgoing_message_department_id"))

    op.drop_table("outgoing_message")
    with op.batch_alter_table("escalation_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_escalation_case_ended_at"))
        batch_op.drop_index(batch_op.f("ix_escalation_case_assignment_id"))

    op.drop_table("escalation_case")
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approval_status"))
        batch_op.drop_index(batch_op.f("ix_approval_notice_id"))
        batch_op.drop_index(batch_op.f("ix_approval_department_id"))

    op.drop_table("approval")
    with op.batch_alter_table("access_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_link_department_id"))

    op.drop_table("access_link")
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_target_task_id"))
        batch_op.drop_index(batch_op.f("ix_target_owner_id"))
        batch_op.drop_index(batch_op.f("ix_target_notice_id"))
        batch_op.drop_index(batch_op.f("ix_target_by"))

    op.drop_table("target")
    with op.batch_alter_table("return", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_return_period_id"))
        batch_op.drop_index(batch_op.f("ix_return_department_id"))

    op.drop_table("return")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_status"))
        batch_op.drop_index(batch_op.f("ix_report_period_id"))
        batch_op.drop_index(batch_op.f("ix_report_notice_id"))

    op.drop_table("report")
    with op.batch_alter_table("doubt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_doubt_task_id"))
        batch_op.drop_index(batch_op.f("ix_doubt_notice_id"))

    op.drop_table("doubt")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_task_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_status"))
        batch_op.drop_index(batch_op.f("ix_assignment_department_id"))

    op.drop_table("assignment")
    with op.batch_alter_table("task_match", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_match_old_task_id"))
        batch_op.drop_index(batch_op.f("ix_task_match_notice_id"))
        batch_op.drop_index(batch_op.f("ix_task_match_new_task_id"))

    op.drop_table("task_match")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_continues_id"))
        batch_op.drop_index(batch_op.f("ix_task_status"))
        batch_op.drop_index(batch_op.f("ix_task_notice_id"))
        batch_op.drop_index(batch_op.f("ix_task_measure_id"))
        batch_op.drop_index(batch_op.f("ix_task_due_on"))

    op.drop_table("task")
    with op.batch_alter_table("reporting_period", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reporting_period_notice_id"))
        batch_op.drop_index(batch_op.f("ix_reporting_period_duty_id"))
        batch_op.drop_index(batch_op.f("ix_reporting_period_due_on"))

    op.drop_table("reporting_period")
    with op.batch_alter_table("webhook_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_webhook_key_department_id"))

    op.drop_table("webhook_key")
    op.drop_table("run_request")
    with op.batch_alter_table("reporting_duty", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reporting_duty_notice_id"))

    op.drop_table("reporting_duty")
    op.drop_table("notice_original")
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_measure_notice_id"))

    op.drop_table("measure")
    op.drop_table("event_seal")
    op.drop_table("event_announcement")
    with op.batch_alter_table("department_alias", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_department_alias_name"))
        batch_op.drop_index(batch_op.f("ix_department_alias_department_id"))

    op.drop_table("department_alias")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_department_id"))
        batch_op.drop_index(batch_op.f("ix_contact_address"))

    op.drop_table("contact")
    with op.batch_alter_table("collective_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_collective_member_collective_id"))

    op.drop_table("collective_member")
    with op.batch_alter_table("account_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_session_account_id"))

    op.drop_table("account_session")
    op.drop_table("schedule_override")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_status"))
        batch_op.drop_index("notice_sha256_once")

    op.drop_table("notice")
    op.drop_table("lease")
    with op.batch_alter_table("flow_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_flow_run_flow"))

    op.drop_table("flow_run")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_name"))

    op.drop_table("event")
    with op.batch_alter_table("department", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_department_name"))

    op.drop_table("department")
    op.drop_table("collective")
    op.drop_table("policy_version")
    op.drop_table("calendar_year")
    op.drop_table("calendar_day")
    op.drop_table("account")
