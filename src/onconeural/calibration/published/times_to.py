"""What a time that a row prints runs to, by the words of its name: a tumour, a treatment, a grade, a relapse, death."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from onconeural.calibration.published.wording import SHORT

TimeTo = Literal[
    "death",
    "free of progression or relapse",
    "onset after the tumour",
    "tumour after the diagnosis",
    "onset on a drug",
    "tumour treatment",
    "tumour",
    "second line",
    "treatment",
    "relapse",
    "good outcome",
    "improvement",
    "progression",
    "plateau",
    "grade",
    "survival",
    "first visit",
    "diagnosis",
]

TUMOUR = r"(the_)?(\w+_)?(tumour|cancer|malignan|neoplas|sclc)"
DIAGNOSIS = r"^(?!.*onset)(?!(tumour|cancer))(\w+_)?(dx|diagnosis|screening|search|work_?up)"

# Words of a name in one spelling; the first that match count.
TIMES_TO: Mapping[TimeTo, str] = MappingProxyType(
    {
        "death": (
            r"_(of|in|among)_(the_)?((those|patients)_who_died|dead|deceased|non_?survivors)(_patients)?($|_)|(time|onset|dx|diagnosis|detection|tumour|cancer|immunotherapy|treatment|interval|latency|neuro\w*|pns|symptoms?)_to_death"
        ),
        "free of progression or relapse": (
            r"(progression|relapse|recurrence|event|disease)\w*_free|(^|_)(pfs|rfs|dfs|efs)(_|$)"
        ),
        "onset after the tumour": (
            rf"(tumour|cancer)(_\w+)?_to_(the_)?(neuro|onset|pns|symptom|syndrome|{SHORT})|(tumour|cancer)_first_(interval|lead|time)"
        ),
        "tumour after the diagnosis": rf"{DIAGNOSIS}_to_{TUMOUR}",
        "onset on a drug": (
            r"(time|months|weeks)_on_(ici|checkpoint)|(ici|checkpoint\w*)(_\w+)?_to_(the_)?(\w+_)?(onset|symptoms?|pns|syndrome|neuro\w*)"
            r"|onset_(after|from)_(the_)?(start_of_)?(ici|checkpoint|(first_)?(dose|infusion|cycle)$)"
        ),
        "tumour treatment": (
            r"to_(the_)?(start_of_)?((tumour|cancer|onco\w*|anti_?tumour)_(treat|therap|surg|remov|resect)|chemo|surgery)"
            r"|^(tumour|cancer)(_(dx|diagnosis|detection))?_to_(the_)?(start_of_)?(treat|therap)"
        ),
        "tumour": (
            rf"(onset|pns|neuro\w*|symptoms?|lems|pcd|ataxia|encephalitis|syndrome|interval|(?<![a-z])(le|ssn|psn|pem|pnd)|limbic|cerebellar|encephalomyelitis)(_\w+)?_(to|before|and)_{TUMOUR}|lead_time|tumour_lead|interval(_\w+)?_{TUMOUR}"
            rf"|(time|latency|interval|delay|months|days)_(to|until|of|before|between_onset_and)_{TUMOUR}"
            r"|(tumour|cancer)_(\w+_)?delay|(neuro\w*|pns|onset)_(tumour|cancer)_(interval|delay|time)|^groupi_delay"
            rf"|(time|latency|interval|delay|months|lag)_(neuro\w*|pns|onset|symptoms?|syndrome|{SHORT})_(tumour|cancer)"
            r"|^(tumour|cancer)_(latency|lag)|(tumour|cancer)(_diagnosis)?_after_(the_)?(onset|pns|neuro\w*)"
        ),
        "second line": r"to_(the_)?(start_of_)?(second_line|rituximab|cyclophosph)",
        "treatment": (
            r"to_(the_)?(first_|start_of_|initiation_of_|initial_|study_)*(randomi[sz]|immuno|treat|therapy|steroid|ivmp|ivig|plasma|plex|line|infusion|dose($|_)|drug)|(treatment|therapy)_delay"
            r"|(delay|latency)_((to|of)_|(symptoms?|onset)(_to)?_)?(immuno|treat|therap)"
        ),
        "relapse": r"to_(first_)?(relaps|recurr)|relapse_(time|interval|latency)",
        "good outcome": r"to_(a_)?(good|favourable|independ|functional_recov|recover|mrs_?(l[te]|<|[012](_|$)))",
        "improvement": r"to_(first_|clinical_)?(improv|respon)",
        "progression": (
            r"^(time_)?to_(first_|neuro\w*_)?(progress|deteriorat)|(treatment|therapy|dx|diagnosis)_to_(\w+_)?progress"
        ),
        "plateau": (
            r"to_(the_)?(plateau|nadir|peak|stabil|(worst|maxim\w+)(_severity|_deficit|_state)?$|(max|maxim\w+|worst|peak)_(\w+_)?(disab|mrs|sever|defic|sympt))|(progressi(on|ve)_phase|progression_(duration|time))"
            r"|duration_of_progressi|^(time|months|weeks|days|interval|latency)_(plateau|nadir|peak)$"
        ),
        "grade": (
            r"to_(become_|being_)?(the_)?(loss_of_|lost_)?(independent_)?"
            r"(wheelchair|mrs|rankin|non_?ambul|ambul|walk|bedridden|bedbound|disab|depend|severe)"
            r"|^(wheelchair|bedridden|bedbound|(mrs|rankin)_?g[te]_?\d)(_\w+)?_(time|interval|latency)$"
        ),
        "survival": r"surviv|alive|(^|_)os(_|$)|lifespan|life_expectancy",
        "first visit": (
            r"(onset|time|symptoms?|delay)(_\w+)?_(to|until|before)_(the_)?first_(visit|examination|assessment|consultation)"
        ),
        "diagnosis": (
            r"(onset|time|days|weeks|months|interval|latency|symptoms?|delay|duration)(_\w+)?_(to|of|until|before)_(the_)?(antibody_)?"
            r"(\w+_)?(dx|diagnosis|admission|test|result|referral|presentation|hospital)"
            r"|(time|delay|latency|interval)_(symptom_)?onset_(dx|diagnosis)|diagnos\w*_delay|onset_to_antibody|delay$|^delay_((in|of|until)_(the_)?)?(\w+_)?(dx|diagnosis)|duration_(at|before)_(diagnosis|presentation|admission)"
        ),
    }
)


def time_to(words: str) -> TimeTo | None:
    """What the time runs to that a row of these words (`label`) prints; None where they say no such thing.

    >>> time_to("onset_to_tumour"), time_to("time_to_relapse"), time_to("cycles")
    ('tumour', 'relapse', None)
    """
    return next((what for what, pattern in TIMES_TO.items() if re.search(pattern, words)), None)
