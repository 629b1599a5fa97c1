"""What a complaint about each matter complains of at bottom (R022): nobody types it, the matter tells."""

CAUSES = {
    "facilities": "设施不足",
    "late": "响应不及时",
    "unprofessional": "服务不专业",
    "other": "其他",
}

CAUSE_OF = {
    **dict.fromkeys(
        (
            "lamp",
            "road",
            "manhole",
            "drain",
            "water",
            "lift",
            "charging",
            "parking",
            "elder",
            "childcare",
            "venues",
            "gas",
        ),
        "facilities",
    ),
    **dict.fromkeys(
        (
            "rubbish",
            "noise",
            "greenery",
            "leak",
            "illegal-building",
            "slow",
            "unanswered",
            "ebike",
            "fire-lane",
        ),
        "late",
    ),
    **dict.fromkeys(("property", "attitude", "misinformed"), "unprofessional"),
    **dict.fromkeys(("vending", "dispute", "thrown", "food"), "other"),
}
"""Code of the cause for each matter that somebody complains about."""
