"""Who may do what with the rows of which table: typed by hand, the specification of the behaviour matrix.

own: rows of the scope's own partnership (and school). What is not said is refused. `update:column` names a column that
may be changed; `update` alone means any. A changed line is a change of rights: say so in the changelog.
"""

RIGHTS: dict[str, dict[str, set[str]]] = {
    "schools_school": {"tenant": {"select", "insert", "update"}, "school": {"select"}, "public": {"select"}},
    "schools_registerimport": {"tenant": {"select", "insert"}},
    "schools_registerchange": {"tenant": {"select", "insert"}},
    "schools_schoolholiday": {"tenant": {"select", "insert", "update:removed_at"}, "school": {"select"}},
    "audits_framework": {"tenant": {"select", "insert", "update"}, "school": set()},
    "audits_section": {"tenant": {"select", "insert", "update"}, "school": set()},
    "audits_indicator": {"tenant": {"select", "insert", "update"}, "school": set()},
    "audits_frameworkcomment": {"tenant": {"select", "insert", "update:reply"}, "school": {"select", "insert"}},
    "audits_cycle": {"tenant": {"select", "insert", "update"}, "school": {"select"}},
    "audits_audit": {"tenant": {"select", "insert", "update"}, "school": {"select", "update:features"}},
    "audits_cyclegroup": {"tenant": {"select", "insert", "update"}, "school": {"select"}},
    "audits_arrangement": {"tenant": {"select", "insert", "update"}, "school": {"select"}},
    "audits_duedateextension": {"tenant": {"select", "insert"}, "school": {"select"}},
    "audits_extensionrequest": {"tenant": {"select", "update:answer"}, "school": {"select", "insert"}},
    "audits_answer": {"tenant": {"select"}, "school": {"select", "insert", "update"}},
    "audits_answerrevision": {"tenant": {"select"}, "school": {"select", "insert"}},
    "audits_signature": {"tenant": {"select"}, "school": {"select", "insert", "update:fallen_at"}},
    "audits_frozencopy": {"tenant": {"select"}, "school": {"select", "insert"}},
    "audits_review": {"tenant": {"select", "insert", "update"}},
    "audits_score": {"tenant": {"select", "insert", "update"}},
    "audits_recommendation": {"tenant": {"select", "insert", "update"}, "school": set()},
    "audits_feedback": {"tenant": {"select", "insert", "update"}, "school": set()},
    "visits_visit": {"tenant": {"select", "insert", "update"}, "school": {"select"}},
    "visits_teammember": {"tenant": {"select", "insert"}, "school": {"select"}},
    "visits_note": {"tenant": {"select", "insert", "update"}},
    "reports_report": {"tenant": {"select", "insert", "update"}, "school": set()},
    "reports_correction": {"tenant": {"select", "update:reply"}, "school": {"select", "insert"}},
    "reports_edition": {"tenant": {"select", "insert", "update"}, "school": set(), "public": set(), "national": set()},
    "reports_editionfile": {"tenant": {"select", "insert"}, "school": set(), "public": set(), "national": set()},
    "reports_areasummary": {"tenant": {"select", "insert", "update"}, "public": set(), "national": {"select"}},
    "accounts_membership": {
        "tenant": {"select", "update:ends_on"}, "school": {"select"},
        "none": {"select", "insert", "update"}, "worker without a scope": {"select"},
    },
    "accounts_invitation": {
        "tenant": {"select", "insert", "update:revoked_at"},
        "school": {"select", "insert", "update:revoked_at"},
        "none": {"select", "insert", "update"}, "worker without a scope": {"select"},
    },
    "accounts_interestdeclaration": {"tenant": {"select", "insert"}},
    "outbox_message": {
        "tenant": {"insert"}, "school": {"insert"}, "worker without a scope": {"select", "update:sent_at"},
    },
    "trail_event": {"tenant": {"select"}},
}  # fmt: skip

# Values that a made-up row needs to satisfy the table's checks; {school} is null-able where the table says so.
ROW: dict[str, dict[str, str]] = {
    "audits_audit": {"state": "'invited'"},
    "audits_framework": {"state": "'draft'"},
    "audits_cycle": {"state": "'planned'", "opens_on": "'2026-09-01'", "due_on": "'2026-10-01'"},
    "schools_schoolholiday": {"la_code": "''", "trust_uid": "''"},
    "audits_cyclegroup": {"opens_on": "'2026-09-01'", "due_on": "'2026-10-01'"},
    "audits_arrangement": {"is_asked": "true", "mode": "''"},
    "audits_duedateextension": {"due_before": "'2026-10-01'", "due_after": "'2026-10-08'", "reason": "'illness'"},
    "audits_extensionrequest": {"state": "'asked'"},
    "audits_answer": {"level": "'secure'", "strength": "1"},
    "audits_review": {"state": "'claimed'"},
    "audits_score": {"level": "'secure'"},
    "audits_feedback": {"state": "'draft'"},
    "visits_visit": {"state": "'scheduled'"},
    "reports_report": {"state": "'draft'"},
    "reports_edition": {"withdrawn_because": "''"},
    "reports_areasummary": {"state": "'submitted'"},
    "accounts_membership": {"role": "'dsl'", "school_urn": "1"},
    "accounts_invitation": {"role": "'dsl'", "school_urn": "1"},
}
