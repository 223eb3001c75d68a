"""Which reading a share has that is about the tumour, the areas, relapse and the diagnosis."""

from __future__ import annotations

from onconeural.calibration.published.patients_in_names import TIMES
from onconeural.calibration.published.which_first import FOUND, NEUROLOGY_FIRST, SEARCH, TUMOUR, TUMOUR_FIRST
from onconeural.calibration.published.wording import FORM, OF_SIGNS, ORGAN_BY_A_TIME
from onconeural.calibration.readings import areas as a
from onconeural.calibration.readings import course as c
from onconeural.calibration.readings import disability as d
from onconeural.calibration.readings import search as s
from onconeural.calibration.readings import treatment as t
from onconeural.calibration.readings.columns import Row
from onconeural.calibration.readings.tumour import limited_stage

LEAD = r"^(time|delay|interval|latency|(neuro\w*_|symptom_)?onset|pns|symptoms?|syndrome|diagnosis_delay)"
BEYOND = r"after|later_than|more_than|longer_than|beyond|g[te]|>=?"
WITHIN = r"within|under|less_than|l[te]|<=?"

# The first that matches counts.
COURSE_ROWS: tuple[Row, ...] = (
    (r"stable_at_end_of_tumour_treatment", t.stable_after_tumour, "mRS rose by less than one step meanwhile"),
    (
        r"(in|during)_(?!\w*(sustained|stable|clinical|neuro))(\w+_)?remission|remission_at_onset",
        c.in_remission,
        "tumour treated before onset and then as small as a complete response",
    ),
    (
        r"^(tumour|cancer)_by_(outcome|survival|age|sex|gender|syndrome|phenotype|antibody|ab)",
        s.tumour_found,
        "tumour found while they are observed",
    ),
    (
        rf"^{ORGAN_BY_A_TIME}",
        s.kind_found,
        "a tumour of the kind named found by the time from the diagnosis",
    ),
    (
        r"non_cerebellar_involv|extra_?(limbic|cerebellar)",
        a.beyond,
        "another area than the one named (limbic system, cerebellum) involved at some time",
    ),
    (
        r"pcd_fraction",
        a.predominant_of_all,
        "the predominant area, of all with the antibody and not of the series alone",
    ),
    (
        r"(evolved|progressed|developed)_(in)?to_(a_|an_)?(pem|multifocal|encephalomyel|(other|another|further|additional)_area)|^(pem|encephalomyelitis|multifocal\w*)_(developed|later|during_follow\w*)|^new_(\w+_)?(area|syndrome|symptom|sign|deficit|manifestation)|^(other|further|additional)_(neuro\w*|areas?|syndromes?|involvement)(_\w+)?_(later|during|develop\w*|follow\w*)|^(cns|central\w*)_(later|during|develop\w*)|spread|(additional|further|second|another)_(neuro\w*_)?(area|syndrome)",
        a.new_area,
        "an area that is not involved at the diagnosis becomes involved later",
    ),
    (
        r"(cns|central)(_nervous_system)?_involv|involv\w*_of_(the_)?(cns|central)|^(any_)?cns($|_syndrome|_signs|_affected|_at_)",
        a.central_share,
        "limbic system, brainstem or cerebellum involved at diagnosis (ever, where the row says so)",
    ),
    (
        r"(tumour|^oncolog\w*)_(complete_)?(response|remission|cr$)|complete_(tumour|oncolog\w*)_re(sponse|mission)|remission_of_(the_)?(tumour|cancer)",
        t.complete_response,
        "below the size of a complete response, of tumours treated",
    ),
    (
        rf"^(no|without|absence_of)_(\w+_)?{TUMOUR}|^non_?{TUMOUR}$|{TUMOUR}_((not|never)_{FOUND}|undetected|un(identified|found|proven)$|unknown(?!_(at|before)_)|negative|none|absent|free$)|^{TUMOUR}_({SEARCH})\w*_negative$|^cryptogenic",
        s.no_tumour,
        "no tumour found within five years of onset",
    ),
    (
        TUMOUR_FIRST,
        c.tumour_first,
        "tumour found before onset",
    ),
    (
        NEUROLOGY_FIRST,
        c.neurology_first,
        "onset before the tumour is found",
    ),
    (
        r"(limited|extensive)(_(stage|disease|sclc)|$)",
        limited_stage,
        "the smaller third of small-cell lung cancers without a syndrome, or smaller (extensive: larger)",
    ),
    (
        r"synchron|simultaneous|(concomitant|concurrent)_(tumour|cancer|diagnos)|same_time",
        s.synchronous,
        "tumour found within a month of onset (assumed)",
    ),
    (
        rf"{LEAD}_to_(the_)?{TUMOUR}(_diagnosis)?_(over|{BEYOND}|{WITHIN})_?\d",
        s.lead_share,
        "tumour found within the time named from onset, or later, neurology first",
    ),
    (
        rf"{TUMOUR}_(\w+_)?({BEYOND})_?\d+_?({TIMES})(_(after|from|of|since)_|$)",
        s.found_beyond,
        "tumour found later than the time named",
    ),
    (
        rf"{TUMOUR}_(\w+_)?(during|in)_(the_)?(\w+_)?follow_?up",
        s.found_in_follow_up,
        "tumour found after the first search where the series counts that apart, else at any time",
    ),
    (
        rf"{TUMOUR}_(\w+_)?(later|after_(a_)?(negative|initial|first|second|third|repeat\w*|\d|(the_)?(dx|diagnosis)$)|(on|at|in|by|with)_((the_)?(repeat\w*|second|third|subsequent|follow_?up)_(screen|search|work_?up|round)\w*|re_?(screen|search|evaluat|assess)\w*))|^(late|delayed)_{TUMOUR}",
        s.found_later,
        "tumour found after the first search, which is made at the diagnosis",
    ),
    (
        rf"^positive_(tumour_|cancer_)?({SEARCH})|^{TUMOUR}_({SEARCH})\w*_positive|{TUMOUR}_(\w+_)?((at|on|by|during)_(the_)?(first|initial|primary|baseline)|(first|initial|primary|baseline|index|onset|presentation|diagnostic)_({SEARCH})|at_(the_)?(time_of_)?(neuro\w*_)?(diagnosis|dx|presentation))",
        s.found_at_first,
        "tumour found by the first search, which is made at the diagnosis",
    ),
    (
        rf"^(?!\w*(surviv|alive|dead|died|death|mortal)\w*_(from|after|since)_|(\w+_)?os_).*?(?:{TUMOUR}_(was_|histologically_|pathologically_|newly_)?{FOUND}|{FOUND}_{TUMOUR}|presence_of_(an?_)?(\w+_)?{TUMOUR}|with_(a_)?{TUMOUR}(?!_(treat|therap|surg|resect))"
        rf"|^(any_|all_|an?_|malignant_)?{TUMOUR}(_ever|_associated|_share|_positive|_related|_within\w*|_\d+\w*)?$|^underlying_|^risk_of_(a_)?(sclc|lung_cancer|{TUMOUR})|{TUMOUR}_(association|frequency|rate|detection|prevalence)|^tumour_yield|^paraneoplastic_(aetiology|origin))",
        s.tumour_found,
        "tumour found within five years of onset",
    ),
    (
        r"relapse_free|(?<![a-z])(no|without|free_of)_(relapse|recurrence)|monophasic",
        t.no_relapse,
        "never better by one step and then worse by one, until the printed time or the last visit",
    ),
    (
        r"(onset|symptoms?|syndrome|pns)_(within|by|in)_\d\w*_(of|after|from)_(the_)?(start_of_)?(ici|checkpoint)|(ici|checkpoint\w*)_to_onset_(within|l[te])",
        c.onset_on_drug,
        "onset within the time from the start of the checkpoint inhibitor",
    ),
    (
        r"^(still_)?progress\w*_(beyond|after|for_(more_than|over)|longer_than|later_than|(g[te]|>))_?\d",
        d.plateau_later,
        "90 % of the rise of the mRS later than the time from onset",
    ),
    (
        r"^plateau|^(nadir|stabilis\w+)_reached|^(nadir|peak)_(within|by|in|before|lt|le)_?\d",
        d.plateau_share,
        "90 % of the rise of the mRS by the time from onset",
    ),
    (
        r"relaps|recurren",
        t.relapse,
        "better by one step, then worse by one step, until the printed time or the last visit",
    ),
    (
        r"^(diagnosed|diagnosis|((dx|diagnos\w+)_)?delay)(_\w+)?_(within|in|by|lt|le|gt|ge|over|under|after|before|more_than|less_than|[<>]=?)_?\d",
        c.delay_share,
        "neurological diagnosis within the time named, or later",
    ),
)
SIGNS: tuple[Row, ...] = (
    (
        r"^(syndrome/|site/|area/)?(cns|pns|central|peripheral)(_only|_and_(cns|pns|central|peripheral))(_involv\w*|_syndrome|_disease)?$",
        a.sites,
        "central or peripheral nervous system alone, or both, involved at diagnosis",
    ),
    (
        r"^(\w+_)?areas?(_involved|_affected)?/(\w+_)?([lg][te]_?|[<>]=?)?(\d|one|two|three|four|single|several|multiple)",
        a.number_of_areas,
        "as many areas as named are involved at some time",
    ),
    (
        r"^(symptoms?|signs?|disease|involvement)_(of|in)_(only_)?(one|a_single)_(area|site|region)(_only|_alone)?$",
        a.one_area,
        "one area alone, or the one named alone, involved at diagnosis",
    ),
    (
        r"^multifocal($|_)|^(n_|number_of_)?(involved_)?areas_(ge|gt|[>])|((two|2|three|3|several|multiple)(_or_more)?|(ge|gt|>=?)_?\d)_(areas|syndromes|levels|sites|regions)|^multi_?(system|level|area|site|segment)\w*|^widespread_(involv|disease)\w*|more_than_one_(area|syndrome|site|level|region|part)|^(overlap|mixed|combined|multiple)_(syndrome|phenotype|presentation|picture)s?$|^polysymptomatic",
        a.several_areas,
        "two or more areas involved at some time",
    ),
    (
        rf"^(\w*syndrome|\w*phenotype\w*|\w*presentation|\w*manifestation|\w*picture|(\w+_)?areas?(_involved|_affected)?/|(area_|areas_)?involvement/|affected_area/|((first|initial|presenting|onset|leading|main)_(symptom|sign|manifestation|feature|complaint|area)s?($|_|/))|{OF_SIGNS}/|{FORM}/|(limited|confined|restricted)_to_(the_)?(cerebell|limbic|brainstem|dorsal_root|sensory|peripheral)|(isolated_|pure_|gait_|limb_|truncal_|predominant_|paraneoplastic_|autoimmune_|subacute_|classical_)*(le($|_(at|on|as|in)_)|limbic|cerebell|ataxia|pcd|brainstem|rhombenc|pem|encephalomyel|sensory|sensori_?motor|ssn|psn|snn|peripheral|neuropathy|polyneuropathy|ganglion|lems|lambert|neuromuscular_junction|nmj|diencephal)|^(sn|em)(_(dominant|predominant|only|alone|plus))?$)",
        a.syndrome,
        "the area, predominant or involved",
    ),
    (r"pleocytosis/after", c.late_inflammation, "more killer T cells in tissue than 47 % of those seen early"),
)
