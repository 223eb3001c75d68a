from collections import Counter

from onconeural.evidence import phenotype_ids, scope, sources
from onconeural.model import readings
from onconeural.model.hormones import ROUTES
from onconeural.report.trace import trace

REFERENCES = {"rees2004", "encyclopaedia_pns"}


def test_every_row_names_a_reference_and_how_it_was_seen():
    for row in scope():
        assert row.named_in
        assert {named.source for named in row.named_in} <= REFERENCES
        for named in row.named_in:
            assert (named.read_in is not None) == (named.status == "read_secondary"), row.id
            assert named.read_in is None or named.read_in in sources()


def test_all_groups_of_the_table_are_there():
    groups = Counter(row.group for row in scope())
    assert set(groups) == {"endocrine", "neurological", "skin", "blood", "kidney", "other"}
    assert len({row.id for row in scope()}) == len(scope()) == sum(groups.values())


def test_what_was_read_on_the_copy_is_there():
    read = {row.id for row in scope() for named in row.named_in if named.status == "read_secondary"}
    assert {"cushing_syndrome", "siadh", "hypercalcaemia", "hypoglycaemia", "carcinoid_syndrome"} <= read
    assert {"lambert_eaton", "cerebellar_degeneration", "encephalomyelitis", "limbic_encephalitis"} <= read


def test_modelled_means_an_antibody_of_the_model():
    for row in scope():
        if row.state == "modelled":
            keys = [name.removeprefix("antibody:") for name in row.points_to if name.startswith("antibody:")]
            assert keys
            assert all(readings(key) for key in keys), row.id


def test_worked_up_means_something_that_can_be_shown():
    for row in scope():
        for name in row.points_to:
            if name.startswith("hormone:"):
                assert name.removeprefix("hormone:") in {route.hormone for route in ROUTES}
            elif name.startswith("phenotype:"):
                assert name.removeprefix("phenotype:") in phenotype_ids()
            else:
                assert trace(name)
        assert bool(row.points_to) == (row.state != "out_of_scope")
        assert row.reason
