"""What the sheet "Read me" says to the people who edit a framework in a spreadsheet."""

GUIDANCE = (
    "This workbook is a whole framework. Change it, save it, and bring it back in the portal under Frameworks, Import.",
    "You see first what the file would change, in words. Nothing changes before you say so, and a published version "
    "never changes: what you bring back becomes a draft.",
    "",
    "One row is one thing. Add rows below, delete whole rows, or put them in another order.",
    "Keep the sheets, their names and the headings in the first row of each. Do not merge cells or hide rows.",
    "Text stays text: no formulas. A version such as 2026.10 must be typed as text, or it becomes 2026.1.",
    "Where a cell names several things, put a semicolon between them. A name that holds a semicolon itself stands in "
    'double quotes: "one; still one"; another.',
    "Days are written as year-month-day, such as 2026-09-01, or as your program's own days.",
    "The codes of indicators are permanent. Rewording keeps the code; a new meaning gets a new code, and the column "
    "Replaces names the old one. Never give an old code to something else.",
    "What can stand in a cell is listed on the sheet Allowed values. That sheet and this one are not read back.",
    "If something is wrong, the portal names the sheet, the row and the column, and says what to do. Then nothing has "
    "changed: mend the file and bring it again.",
)
