"""Which reading a row has that prints a time: to a tumour, a treatment, a grade, a relapse, to death."""

from __future__ import annotations

from onconeural.calibration.published.wording import SHORT
from onconeural.calibration.readings import course as c
from onconeural.calibration.readings import death as m
from onconeural.calibration.readings import disability as d
from onconeural.calibration.readings import events as e
from onconeural.calibration.readings import search as s
from onconeural.calibration.readings import treatment as t
from onconeural.calibration.readings.columns import Row

TUMOUR = r"(the_)?(\w+_)?(tumour|cancer|malignan|neoplas|sclc)"

DIAGNOSIS = r"^(?!.*onset)(?!(tumour|cancer))(\w+_)?(dx|diagnosis|screening|search|work_?up)"

# The first that matches counts.
TIME_ROWS: tuple[Row, ...] = (
    (
        r"_(of|in|among)_(the_)?((those|patients)_who_died|dead|deceased|non_?survivors)(_patients)?($|_)|(time|onset|diagnosis|interval|latency|neuro\w*|pns|symptoms?)_to_death",
        m.time_to_death,
        "months from the printed origin to death, among those who die while they are observed",
    ),
    (
        r"(progression|relapse|recurrence|event|disease)\w*_free|(^|_)(pfs|rfs|dfs|efs)(_|$)",
        e.free_survival,
        "Kaplan-Meier from the printed origin: one step worse than the best since (or a relapse), or dead",
    ),
    (
        rf"(tumour|cancer)(_\w+)?_to_(the_)?(neuro|onset|pns|symptom|syndrome|{SHORT})|(tumour|cancer)_first_(interval|lead|time)",
        c.lead_of_tumour,
        "finding of the tumour to onset, tumour first",
    ),
    (
        rf"{DIAGNOSIS}_to_{TUMOUR}",
        s.search_time,
        "diagnosis of the syndrome to finding the tumour, where that comes later",
    ),
    (
        r"(time|months|weeks)_on_(ici|checkpoint)|(ici|checkpoint\w*)(_\w+)?_to_(the_)?(\w+_)?(onset|symptoms?|pns|syndrome|neuro\w*)"
        r"|onset_(after|from)_(the_)?(start_of_)?(ici|checkpoint|(first_)?(dose|infusion|cycle)$)",
        c.drug_to_onset,
        "start of the checkpoint inhibitor to onset",
    ),
    (
        r"to_(the_)?(start_of_)?((tumour|cancer|onco\w*|anti_?tumour)_(treat|therap|surg|remov|resect)|chemo|surgery)",
        t.tumour_treatment_delay,
        "onset to treatment of the tumour, neurology first",
    ),
    (
        rf"(onset|pns|neuro\w*|symptoms?|lems|pcd|ataxia|encephalitis|syndrome|interval|(?<![a-z])(le|ssn|psn|pem|pnd)|limbic|cerebellar|encephalomyelitis)(_\w+)?_(to|before|and)_{TUMOUR}|lead_time|tumour_lead|interval(_\w+)?_{TUMOUR}"
        rf"|(time|latency|interval|delay|months|days)_(to|until|of|before|between_onset_and)_{TUMOUR}"
        r"|(tumour|cancer)_(\w+_)?delay|(neuro\w*|pns|onset)_(tumour|cancer)_(interval|delay|time)|^groupi_delay"
        rf"|(time|latency|interval|delay|months|lag)_(neuro\w*|pns|onset|symptoms?|syndrome|{SHORT})_(tumour|cancer)"
        r"|^(tumour|cancer)_(latency|lag)|(tumour|cancer)(_diagnosis)?_after_(the_)?(onset|pns|neuro\w*)",
        c.lead,
        "onset to finding the tumour, neurology first",
    ),
    (
        r"to_(the_)?(start_of_)?(second_line|rituximab|cyclophosph)",
        t.second_line_delay,
        "onset to the second line of immunotherapy",
    ),
    (
        r"to_(the_)?(first_|start_of_|initiation_of_|initial_|study_)*(randomi[sz]|immuno|treat|therapy|steroid|ivmp|ivig|plasma|plex|line|infusion|dose($|_)|drug)|(treatment|therapy)_delay"
        r"|(delay|latency)_((to|of)_|(symptoms?|onset)(_to)?_)?(immuno|treat|therap)",
        t.treatment_delay,
        "onset to treatment",
    ),
    (r"to_(first_)?(relaps|recurr)|relapse_(time|interval|latency)", e.time_to_relapse, "onset to the first relapse"),
    (
        r"to_(a_)?(good|favourable|independ|functional_recov|recover|mrs_?(l[te]|<|[012](_|$)))",
        e.time_to_good,
        "first day with mRS 0 to 2 after the worst, among those who reach it",
    ),
    (
        r"to_(first_|clinical_)?(improv|respon)",
        e.time_to_improvement,
        "start of treatment to the first monthly visit one step better, among those improved",
    ),
    (
        r"^(time_)?to_(first_|neuro\w*_)?(progress|deteriorat)|(treatment|therapy|dx|diagnosis)_to_(\w+_)?progress",
        e.free_survival,
        "Kaplan-Meier from the printed origin: one step worse than the best since (or a relapse), or dead",
    ),
    (
        r"to_(the_)?(plateau|nadir|peak|stabil|(worst|maxim\w+)(_severity|_deficit|_state)?$|(max|maxim\w+|worst|peak)_(\w+_)?(disab|mrs|sever|defic|sympt))|(progressi(on|ve)_phase|progression_(duration|time))"
        r"|duration_of_progressi",
        d.time_to_plateau,
        "onset to 90 % of the rise of the mRS within two years",
    ),
    (
        r"to_(become_|being_)?(the_)?(loss_of_|lost_)?(independent_)?"
        r"(wheelchair|mrs|rankin|non_?ambul|ambul|walk|bedridden|bedbound|disab|depend|severe)"
        r"|^(wheelchair|bedridden|bedbound|(mrs|rankin)_?g[te]_?\d)(_\w+)?_(time|interval|latency)$",
        e.time_to_grade,
        "onset to the first day with the grade named, among those who reach it",
    ),
    (r"surviv|alive|(^|_)os(_|$)|lifespan|life_expectancy", m.survival, "Kaplan-Meier from the printed origin of time"),
    (
        r"(onset|time|symptoms?|delay)(_\w+)?_(to|until|before)_(the_)?first_(visit|examination|assessment|consultation)",
        c.first_visit,
        "onset to half-way to the diagnosis",
    ),
    (
        r"(onset|time|days|weeks|months|interval|latency|symptoms?|delay|duration)(_\w+)?_(to|of|until|before)_(the_)?(antibody_)?"
        r"(\w+_)?(dx|diagnosis|admission|test|result|referral|presentation|hospital)"
        r"|(time|delay|latency|interval)_(symptom_)?onset_(dx|diagnosis)|diagnos\w*_delay|onset_to_antibody|delay$|^delay_((in|of|until)_(the_)?)?(\w+_)?(dx|diagnosis)|duration_(at|before)_(diagnosis|presentation|admission)",
        c.delay,
        "onset to neurological diagnosis",
    ),
)
