"""Which reading a row has that is about the modified Rankin scale, walking and dependence."""

from __future__ import annotations

from onconeural.calibration.readings import areas as a
from onconeural.calibration.readings import disability as d
from onconeural.calibration.readings import events as e
from onconeural.calibration.readings import grade as g
from onconeural.calibration.readings.columns import Row

# The first that matches counts.
GRADE_ROWS: tuple[Row, ...] = (
    (r"(mrs|rankin)_(first|second)_line", g.line, "ordinal mRS at the start, or 4 weeks (second line: 3 months) later"),
    (r"^(n_|number_of_)?(\w+_)?areas?($|_)", a.areas_involved, "number of areas involved"),
    (
        r"^(?!.*(improv|gain|reduc|decreas|drop)).*(mrs|rankin)",
        g.grade,
        "ordinal mRS at the printed moment, else when last seen; 6 for the dead",
    ),
)
DISABILITY_ROWS: tuple[Row, ...] = (
    (
        r"^(reached|reaching|reaches)_|^(\w+_)?progress\w*_to_(an?_)?(mrs|rankin|wheelchair|bedridden|bedbound|non_?ambul)|(?<!not_)(?<!never_)_reached($|_)",
        e.reached,
        "Kaplan-Meier from onset: the grade named is reached by the time, the dead before that censored",
    ),
    (
        r"(mrs|rankin)(_score)?_?(l[te]|g[te]|[<>]|[0-6]_?[0-6])\w*_at_(onset|presentation|diagnosis|admission|baseline)",
        g.between,
        "mRS between two grades, at diagnosis",
    ),
    (r"(mrs|rankin)\w*_or_(dead|died|death)|(dead|died|death)_or_(mrs|rankin)", g.between, "mRS between two grades"),
    (
        r"(severe|disab|depend|deficit|sequel|wheelchair|bedridden|bedbound|ambul|walk)\w*_or_(dead|died|death)|(dead|died|death)_or_(\w+_)?(severe|disab|depend|wheelchair|bedridden|bedbound|non_?ambul|unable)",
        d.disabled_or_dead,
        "dead, or mRS 3 to 5 (wheelchair: 4 or 5)",
    ),
    (r"rankin_max", d.worst_grade, "highest ordinal mRS"),
    (r"mrs3_5", d.disabled, "mRS 3 to 5 among the living (4 to 5: severely)"),
    (
        r"(mrs|rankin)(_score)?_?(l[te]|g[te]|[<>]|(of_)?[0-6]((_|-|_?to_?)?[0-6])?(_(?!month|year|week)|/|$))",
        g.between,
        "mRS between two grades",
    ),
    (
        r"(walker|cane|stick|frame|crutch\w*|aids?|assist\w*)_or_(\w+_)?(wheelchair|worse|more)|wheelchair_or_(a_)?(walk\w*|cane|stick|frame|crutch|aid)",
        d.dependent,
        "mRS 3 to 5 among the living",
    ),
    (
        r"(walk|ambula)\w*_(only_)?with_(an?_)?(aid|assist|support|stick|cane|frame|help)|(walking|gait)_(aid|stick|frame)(?!_depend)|(^|_)(cane|crutch\w*|walker)(_|$)|needs?_(an?_)?(walking_)?(aid|stick)",
        g.with_aid,
        "mRS 3, at the moment of the row: able to walk alone, also with a stick (assumed)",
    ),
    (
        r"unable_to_walk|non_?ambula|not_(walking|ambula)|wheelchair|chair_?bound|walking_lost|los[st]\w*_(of_)?(the_)?(ability_to_walk|((independent|unaided)_)?(ambulation|walking|gait))|cannot_walk",
        d.cannot_walk,
        "mRS 4 or 5",
    ),
    (
        r"(not|non|loss_of|lost)_independen|in?dependen\w*_lost|(?<!in)dependen",
        d.dependent,
        "mRS 3 to 5 among the living",
    ),
    (
        r"^(ambula|walk|able_to_walk|(independent|unaided|unassisted)_(walk|ambul|gait)|gait_(independ|unaided|unassist))|_(walking|ambulatory)($|_)|^walks",
        d.can_walk,
        "mRS 3 or less among the living, when last seen",
    ),
    (
        r"severe(ly)?_(disab|sequel|deficit|impair)|moderate_(to|or)_severe|(?<!no_)(?<!without_)disab",
        d.disabled,
        "mRS 3 to 5 among the living (4 to 5: severely)",
    ),
    (
        r"^residual|^(remained|still|persistently)_impaired|sequelae|persist\w*_(deficit|symptom)",
        g.residual,
        "mRS 2 to 5 among the living",
    ),
    (r"independen|^no_disab|without_disab", d.independent, "mRS 0 to 2 among the living"),
    (r"poor(?!(_outcome)?_(died|dead))|unfavourable", d.poor, "mRS 3 to 6"),
    (r"good|favourable|substantial_recovery|mrs_?(le2|0_?2)", d.good, "mRS 0 to 2"),
    (r"bedridden|bedbound|bed_bound", d.bedridden, "mRS 5 among the living"),
)
