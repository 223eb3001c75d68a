"""Which reading a share has that is about getting better, staying, getting worse, and death."""

from __future__ import annotations

from onconeural.calibration.readings import death as m
from onconeural.calibration.readings import disability as d
from onconeural.calibration.readings import events as e
from onconeural.calibration.readings import outcome as o
from onconeural.calibration.readings import treatment as t
from onconeural.calibration.readings.columns import Row
from onconeural.calibration.readings.grade import between, recovered_fully

CAUSE = r"(neuro\w*|pns|pcd|encephalitis|tumour|cancer)"
GRADE = r"(an?_)?(mrs|rankin|wheelchair|bedridden|bedbound|non_?ambul)"
RESULT = (
    r"((outcome|response\w*|result|effect|course|evolution|recovery|remission|improvement|status|condition|state)(_(at|on|after|with|following|in)_\w+)?/"
    r"|^(outcome|response|recovery)_)"
)

# The first that matches counts.
OUTCOME_ROWS: tuple[Row, ...] = (
    (
        r"causes?_of_death|^(?!\w*_or_)(died|dead|deaths?)_(of|by|from|due_to|related_to|attributed_to)_(?!\d|end|last|those|the_|onset|dx|diagnosis)"
        rf"|{CAUSE}_(progression_)?(related_|specific_)?(death|mortality)|(^|_)(died|dead|deaths?|fatal\w*)_{CAUSE}(_progression|_related)?$|(^|_)mortality_{CAUSE}(_progression|_related)$",
        m.cause_of_death,
        "death by the tumour or not, among the dead",
    ),
    (r"good_outcome_within", d.good_within, "mRS 0 to 2 at a visit after the worst, within the time"),
    (
        r"(recover|remission|resolution)\w*_(mrs|rankin)(_score)?_?(of_)?([lg][te]|[<>]=?)?_?[0-6]",
        between,
        "mRS between two grades",
    ),
    (
        r"outcome/recovered|(recovered|regain\w*)_(the_)?(ability_to_|independent_|unaided_)?(walk|ambul|gait)",
        o.recovered,
        "mRS 4 or 5 at some time, 3 or less when last seen",
    ),
    (r"outcome/stable_ambul", o.never_severe, "mRS 3 or less when last seen and never above"),
    (r"outcome/partial", o.partial, "a step better at a visit, mRS 3 to 5 when last seen"),
    (rf"{RESULT}(died|dead|death|deceas|fatal)", m.died, "dead by the printed time, else by the end of follow-up"),
    (
        r"(complete|full)_(\w+_)?or_(mild|minor|minimal)|(substantial|near\w*|good)_or_(complete|full)|(complete|full)_or_(substantial|near|good)|(mild|minor|minimal)_(\w+_)?or_(complete|full)|(?<![a-z])no_or_(mild|minor|minimal)",
        d.good,
        "mRS 0 to 2",
    ),
    (r"(complete|full|partial)_or_(complete|full|partial)", t.improved, "one step better at a monthly visit"),
    (
        rf"(?<!or_)(partial_(response|recovery|remission|improvement)|incomplete_recovery)(?!_or)|{RESULT}partial",
        o.recovered_partly,
        "a step better at a visit, mRS 2 to 5 at the moment of the row (3 to 5 beside a class of the good)",
    ),
    (
        r"((improve\w*|better)_or_(stab\w*?|unchanged)|(stab\w*?|unchanged)_or_(improve\w*?|better))_(at_)?(the_)?(last|final)",
        t.held_last,
        "not one step worse when last seen than at the start of treatment, and alive",
    ),
    (
        r"improved_(at_)?(the_)?last|(improve\w*|better)_(persist\w*|sustained|lasting)_(at|to|until)_|(persist\w*|sustained|lasting)_improve\w*_(at|to|until)_",
        t.improved_last,
        "one step better when last seen than at the start of treatment, or so at the printed time",
    ),
    (
        r"(spontaneous|untreated)_(improve|recover|remission)|(improve\w*|recover\w*)_(spontaneous|untreated|without_treat)",
        t.improved_untreated,
        "one step better at a monthly visit before any treatment, or without one",
    ),
    (
        r"(improve\w*|better|decreas\w*|reduc\w*|lower)_?or_?(\w+_)?(stab|unchanged|same)|(stab\w*|unchanged|same)_or_(\w+_)?(improv|better|decreas|reduc|lower)|positive_response|not_wors|(?<![a-z])no_(further_|neuro\w*_|clinical_)?(progression|worsening|deterior)"
        r"|non_progress|disease_control|(?<!no_)(?<!without_)benefit",
        t.held,
        "not one step worse, and alive",
    ),
    (
        rf"(?<![a-z])(no|un|not)_?improve|^no_?(\w+_)?respon|(?<![a-z])non_?(\w+_)?respon|(?<![a-z])un_?respons|(?<![a-z])(no|without|lack_of|absence_of)_(\w+_)?(response|improvement|benefit|effect|recovery|remission)|refractory"
        rf"|(treatment|therapy)_failure|failure_of_(\w+_)?(treat|therap|immuno)|(stab\w*|unchanged|no_change)_or_(\w+_)?(wors|progress|deterior|declin)"
        rf"|(wors\w*|progress\w*|deterior\w*)_or_(stab|unchanged)|{RESULT}(no($|_)|none|refractory|ineffective)|(response\w*|recovery|improvement|effect)[/_](poor|bad)|poor_response",
        o.not_improved,
        "no step better at a monthly visit",
    ),
    (r"improved_if_rankin_ge4", t.improved_if_severe, "one step better at a monthly visit, mRS 4 or more before"),
    (r"improved_if_rankin_le3", t.improved_if_mild, "one step better at a monthly visit, mRS 3 or less before"),
    (r"stabilised_if_rankin_le3", t.held_if_mild, "not one step worse, mRS 3 or less before"),
    (r"stable_6m_plex_plus_tumour", t.held_of_both, "tumour treated too and not one step worse, of all with the drugs"),
    (r"stable_6m_if_tumour_treated|stable_6m_tumour", t.stable_half_year, "not one step worse, treated"),
    (
        r"(improv|respon|better|(mrs|rankin)_(decreas|drop|reduc|gain|fall|fell))\w*_((of|by)_)?(at_least_|[g>][te=]*_?|or_more_)?(2|3|two|three)_(or_more_)?(mrs|rankin|points?|steps?|grades?)"
        r"|(g[te]_?|at_least_)(2|3|two|three)_((mrs|rankin|points?|steps?)_)*(improv|decreas|drop|reduc|gain)"
        r"|(mrs|rankin)_(improv|decreas|drop|reduc|gain|fall|fell)\w*_((of|by)_)?(at_least_|[g>][te=]*_?)?(2|3|two|three)$",
        o.improved_steps,
        "as many steps better as named, at a monthly visit",
    ),
    (r"improve\w*_(within_)?4_?w(ee)?ks?", t.improved_four_weeks, "one step better 28 days after the start"),
    (
        rf"(complete|full)_(neuro\w*_|clinical_)?(recovery|remission|response|improvement|resolution)|(stable|sustained|clinical|neuro\w*)_remission"
        rf"|recovered_(fully|completely)|(fully|completely)_recovered|^remitted|^remission($|/|_)|(return\w*|back)_(to|at)_(baseline|normal|premorbid|previous|work|school)"
        rf"|(^|_)resolved($|_)|(?<![a-z])(no|without)_(\w+_)?(sequelae|residual\w*|deficits?)($|_)|asymptomatic|symptom_free|^cured|{RESULT}(complete|full)",
        recovered_fully,
        "mRS 0 or 1 at the printed time, else when last seen",
    ),
    (
        r"(response\w*|improvement|recovery)/(very_)?(good|excellent|marked|substantial)|^(good|marked|excellent|substantial|significant|dramatic|major)_(response|improvement)",
        o.improved_well,
        "a step better at a visit, and mRS 0 to 2 at the moment of the row",
    ),
    (
        r"(response\w*|improvement)/(moderate|fair|mild|minor|minimal)|^(moderate|mild|minor|minimal|marginal|modest|limited|slight|some)_(response|improvement)"
        r"|improved_(slightly|mildly|moderately|somewhat|partially)|(slightly|mildly|moderately|somewhat|partially)_improved",
        o.improved_some,
        "a step better at a visit, and not mRS 0 to 2 at the moment of the row",
    ),
    (
        rf"{RESULT}(stab|unchanged|same)|(mrs|rankin)_(stable|unchanged|stabil\w*|same)|^unchanged|^no_change",
        t.stable,
        "neither one step better nor one step worse",
    ),
    (rf"{RESULT}(wors|deterior|progress)", t.worse, "one step worse or dead"),
    (
        rf"improved|improvement|respon|^effective_(immuno|treat|therap)|^(immuno\w*|treatment|therapy)_effective$|(mrs|rankin|disability)_(decreas|drop|reduc|gain|lower|fall|fell)|(reduc\w*|decreas\w*)_(of_|in_)?(the_)?disability|{RESULT}(improv|better|effective)|^better$|^recover(ed|y)($|_)",
        t.improved,
        "one step better at a monthly visit",
    ),
    (r"stable_started_when_mild", t.mild_before, "mRS 3 or less at the start, of those who stay stable"),
    (r"stabilised_while_progressing", t.stopped, "progressing before, not one step worse after"),
    (r"progression_?free", e.free_survival, "Kaplan-Meier: not one step worse than the best since, and alive"),
    (
        r"stabilis|^stable|(^|_)stable($|_(?!\w*(deficit|sequel|symptom)))",
        t.stable,
        "neither one step better nor one step worse",
    ),
    (
        rf"worsen|(?<!_or)(^|_)worse($|_)|(^|_)decline|deteriorat|^(chronic_|neuro\w*_)?progress(?!\w*_to_{GRADE})|(mrs|rankin|disability)_increas|increas\w*_(of_|in_)?(the_)?disability",
        t.worse,
        "one step worse or dead",
    ),
)
DEATH_ROWS: tuple[Row, ...] = (
    (r"alive_(and|without|with_no)_(indep|good|disab)", d.good, "mRS 0 to 2"),
    (r"surviv|alive|(^|_)os(_|$)|time_to_death", m.survival, "Kaplan-Meier from the printed origin of time"),
    (r"died|death|mortality|fatal|dead|deceas", m.died, "dead by the printed time, else by the end of follow-up"),
)
