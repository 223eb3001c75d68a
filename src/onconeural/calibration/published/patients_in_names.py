"""Patients in the name of a row: whom ``died_no_tumour`` or ``survival_lung`` is about, as the group of the row."""

from __future__ import annotations

import re
from dataclasses import replace

from onconeural.calibration.published.antibody_rows import named
from onconeural.evidence.cohort_records import Observable

TIMES = r"m(?:o(?:nth)?s?)?|y(?:rs?|ears?)?|w(?:ks?|eeks?)?|d(?:ays?)?"  # units in a name, as in 12m, 1y, 2_years
# Names that end in the patients they are about, as in died_no_tumour: what is counted, then who.
COUNTED = (
    r"(?:died|dead|mortality|survival|surviv|alive|improved|improve|stabil|stable|wors|good|poor|favourable|unfav|mrs|"
    r"rankin|relapse|tumour_found|cancer_found|neuro_first|wheelchair|ambulat|independent|response|"
    r"(?:full_|complete_|sustained_|stable_|clinical_)*(?:recover|remission))\w*?"
)
NOT = r"(?:no|non|without)_?"
WHO = (
    rf"{NOT}(?:tumour|cancer|sclc)|(?:{NOT})?paraneoplastic|idiopathic|(?:tumour|cancer)_(?:positive|negative)|"
    r"(?:tumour_)?untreated|tumour_treated|"
    r"(?:fe)?males?|(?:wo)?men|children|adults|elderly|(?:age_)?(?:lt|le|gt|ge)_?\d\d(?:_?y(?:ea)?rs?|_?y)?|(?:autoimmune_|paraneoplastic_)?limbic(?:_encephalitis)?|pcd|ssn|sn|"
    r"pem|cerebellar|brainstem|peripheral|sensory_neuronopathy|cns|central|lems|sclc|ambulatory|bedridden|young|sclc_(?:pos|neg)\w*|"
    r"treated_(?:early|late)|(?:early|late|delayed)_(?:treat\w+|therapy|immuno\w+)|(?:limited|extensive)(?:_stage|_disease)?(?:_sclc)?|"
    r"treated_(?:within|after|before|lt|le|gt|ge)_?\d\w*|onset_(?:lt|le|gt|ge|within)_?\d\w*|"
    r"(?:mrs|rankin)_?(?:lt|le|gt|ge)_?\d|(?:tumour|cancer)_(?:cr|complete_\w+|remission)|onconeur\w*|intracellular|"
    r"surface|sero(?:neg|pos)\w*|(?:ab|antibody)_(?:neg|pos)\w*|(?:no|without)_(?:second_line|rituximab|immunotherapy)"
)
ORGAN = (
    rf"(?:{NOT})?(?:(?:lung|breast|ovar\w+|testi\w+|gyna?ecolog\w*|germ_cell)(?:_cancer|_tumour|_carcinoma)?|thymoma|"
    r"teratoma|seminoma|hodgkin\w*|lymphoma)"
)
OF_ORGAN = re.compile(
    rf"(?i)^((?:survival|os|died|mortality|improved|good|poor|mrs|relapse|alive)\w*?)(?<!_of)(?<!_by)_(?:in_|with_)?({ORGAN})$"
)
TUMOUR_IN = re.compile(
    r"(?i)^(?:tumour|cancer)s?_(?:in_)?((?:(?:wo)?men|females?|males?|girls|boys|children|adults)\w*)$"
)
NAMES_WHO = re.compile(
    rf"(?i)^((?:\d+_?(?:{TIMES})_|overall_)?{COUNTED})(?<!_or)(?<!_and)_(?:pct_|in_|of_|if_|among_|with_)?({WHO})$"
)
WITH_TUMOUR = re.compile(
    r"(?i)^((?:survival|mrs|good|poor|favourable|relapse|improved)\w*?)(?<!_to)(?<!_of)(?<!_by)(?<!_from)(?<!_since)_(tumour)$"
)
# What a name says of whom after "if": a tumour, treated early or late.
IF = re.compile(
    r"(?i)^(.+)_(?:if|among|(?:in|of|among)_(?:the_)?(?:those|patients|cases)_with)_(?:an?_|any_)?"
    r"((?:no_|without_)?(?:tumour|cancer)(?:_found|_detected|_known)?|early|late)$"
)
# At the end of any name these are the patients, whatever is counted: responders_to_steroids_cancer_positive.
POSITIVE = re.compile(r"(?i)^(\w+?)_(?:in_|of_|among_)?((?:tumour|cancer)_(?:positive|negative))$")
TIMED = re.compile(rf"(?i)^(.+)_(\d+_?(?:{TIMES}))$")  # survival_no_tumour_5y: the time stands behind the patients
# How it went, in the name where others have a group: improvement_substantial, response_none.
DEGREE = re.compile(
    r"(?i)^(response|improvement|recovery|remission)_(complete|full|partial|none|substantial|marked|good|moderate|mild|minor|"
    r"minimal|slight|poor)$"
)
TIMED_BY = rf"(?:lt|le|gt|ge|[<>]=?|within|before|after|in)_?\d+(?:(?:-|_to_)\d+)?_?(?:{TIMES})"
# Patients before what is counted: tumour_removed_within_4_months_good_outcome, without_SCLC_survival_5y.
_FIRST = (
    r"(?:early|late|delayed)_or_no_(?:treatment|therapy|immunotherapy)|(?:immunotherapy|treatment)_naive|untreated|seronegative|(?:early|late)_(?:treated|treatment|immunotherapy)|adults|children|(?:wo)?men|(?:fe)?males|"
    rf"(?:treated|(?:treatment|therapy|immunotherapy)_(?:started|begun|initiated|given))_(?:early_|late_)?{TIMED_BY}|treated_(?:early|late)|(?:early|late|delayed)_(?:treatment|therapy|immuno\w*)|"
    r"(?:with|without|no)_(?:tumour|cancer|n?sclc|thymoma|teratoma|immunotherapy|(?:tumour_|cancer_)?treatment)|"
    rf"(?:immunotherapy|(?:tumour|cancer)_(?:removed|resected|treated))_(?:within|after)_\d+_?(?:{TIMES})|"
    r"(?:tumour|cancer)_(?:removed|resected|treated|untreated)|treated_tumour_and_immuno\w*?"
)
_COUNTED = (
    r"(?:good|poor|favourable|unfavourable)(?:_outcome)?|improved(?:_or_stab\w+)?|stab(?:le|ilised)(?:_or_improved)?|worse|died|"
    r"mortality|relapsed?|worsened|survived|"
    r"survival|alive|(?:no|without)_sequelae|(?:full|complete)_recovery|(?:mrs|rankin)_(?:l[te]|g[te])_?[0-6]"
)
IN_FRONT = re.compile(rf"(?i)^({_FIRST})_((?:{_COUNTED})(?:_(?:at_)?\d+_?(?:{TIMES})|_median|_last)?)$")
# A treatment in the name of an outcome that a patient has whether treated or not: mRS_0_2_with_rituximab.
WITH_CARE = re.compile(
    r"(?i)^((?:mrs|rankin|good|poor|(?:un)?favourable|relapse|survival|died|mortality|alive|independent)\w*?)_with_"
    r"((?:rituximab|second_line|first_line|immunotherapy|steroids|ivig|plasma_exchange|chemotherapy|tumour_(?:treat|remov|resect))\w*)$"
)
# Patients sorted by what came of them, behind what is counted of these: steroids_in_responders.
SORTED = re.compile(r"(?i)^(.+)_(?:in|among|of)_(?:the_)?((?:non_?)?(?:relaps(?:ers|ing)|responders))$")
TUMOUR_OF = re.compile(
    r"(?i)^(tumour|cancer|neoplasm|malignancy)s?$"
)  # with a group of patients: in how many of them there is one
PATIENTS = re.compile(rf"(?i)^({WHO}|(ab|antibody)_\w+|negative|positive)$")
OF_ITS_OWN = re.compile(
    r"(?i)stable_6m|^(died|dead|deaths?)_(of|from|by)_|^(improved|stabilised)_if_rankin|(improve|recover)\w*_untreated|_(after|before|by|vs|until)_|(?<!\d)_to_(?!\d)"
)


def with_patients(seen: Observable) -> Observable:
    """The row with the patients of its name, or the degree of an answer to treatment, as its group.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> from dataclasses import replace
    >>> row = replace(cohort("graus2001_hu200").observables[0], name="died_no_tumour")
    >>> with_patients(row).name, with_patients(row).group
    ('died', 'no_tumour')
    """
    if not seen.group and (first := IN_FRONT.match(seen.name)):
        seen = replace(seen, name=first.group(2), group=first.group(1))
    if seen.group:
        patients = TUMOUR_OF.match(seen.name) and (named(seen.group) or PATIENTS.match(seen.group))
        return replace(seen, name="tumour_found") if patients else seen
    if sort := TUMOUR_IN.match(seen.name):
        return replace(seen, name="tumour_found", group=sort.group(1))
    if found := IF.match(seen.name):
        who = found.group(2)
        return replace(seen, name=found.group(1), group=f"treated_{who}" if who in ("early", "late") else who)
    if (timed := TIMED.match(seen.name)) and (found := NAMES_WHO.match(timed.group(1))):
        return replace(seen, name=f"{found.group(1)}_{timed.group(2)}", group=found.group(2))
    # whom a name is about comes before a plain tumour: no_tumour is not those with one
    patterns = (
        (DEGREE, POSITIVE, SORTED)
        if OF_ITS_OWN.search(seen.name)
        else (DEGREE, WITH_CARE, SORTED, NAMES_WHO, WITH_TUMOUR, OF_ORGAN)
    )
    found = next((found for pattern in patterns if (found := pattern.match(seen.name))), None)
    return seen if found is None else replace(seen, name=found.group(1), group=found.group(2))
