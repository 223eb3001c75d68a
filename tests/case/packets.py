"""A synthetic phenopacket with every field that an import reads."""


def term(identifier, label):
    return {"id": identifier, "label": label}


def age(text):
    return {"age": {"iso8601duration": text}}


def full_packet():
    return {
        "id": "p",
        "subject": {
            "id": "s",
            "sex": "FEMALE",
            "timeAtLastEncounter": age("P68Y"),
            "vitalStatus": {"status": "DECEASED", "timeOfDeath": age("P68Y10D")},
        },
        "diseases": [
            {"term": term("MONDO:0015588", "limbic encephalitis"), "onset": age("P67Y")},
            {"term": term("NCIT:C4917", "Small Cell Lung Carcinoma"), "onset": age("P67Y60D")},
        ],
        "phenotypicFeatures": [
            {"type": term("HP:0001250", "Seizure"), "onset": age("P67Y21D")},
            {"type": term("HP:0000639", "Nystagmus"), "excluded": True},
            {"type": term("HP:5000016", "Anti-Hu antibody positivity")},
        ],
        "measurements": [
            {
                "assay": term("LOINC:53711-8", "ANNA-1 (Neuronal nuclear type 1) Ab [Titer] in CSF"),
                "value": {"quantity": {"unit": term("UCUM:{titer}", "titer"), "value": 960}},
                "timeObserved": age("P67Y25D"),
            },
            {
                "assay": term("LOINC:2880-3", "Protein [Mass/volume] in Cerebral spinal fluid"),
                "value": {
                    "quantity": {
                        "unit": term("UCUM:mg/dL", "mg/dL"),
                        "value": 71,
                        "referenceRange": {"unit": term("UCUM:mg/dL", "mg/dL"), "low": 15, "high": 45},
                    }
                },
                "timeObserved": age("P67Y22D"),
            },
            {
                "assay": term("LOINC:75859-9", "Modified Rankin Scale"),
                "value": {"quantity": {"unit": term("UCUM:{score}", "score"), "value": 3}},
                "timeObserved": age("P67Y30D"),
            },
        ],
        "medicalActions": [
            {
                "treatment": {
                    "agent": term("ATC:L01FA01", "rituximab"),
                    "doseIntervals": [{"quantity": {"unit": term("UCUM:mg", "mg"), "value": 1000}}],
                }
            },
            {"procedure": {"code": term("NCIT:C15304", "Plasmapheresis"), "performed": age("P67Y40D")}},
            {"therapeuticRegimen": {"ontologyClass": term("ATC:J06BA02", "ivig"), "startTime": age("P67Y32D")}},
        ],
        "metaData": {
            "created": "2020-01-01T00:00:00Z",
            "createdBy": "c",
            "phenopacketSchemaVersion": "2.0",
            "resources": [
                {
                    "id": "hp",
                    "name": "n",
                    "url": "u",
                    "version": "v",
                    "namespacePrefix": "HP",
                    "iriPrefix": "i",
                }
            ],
        },
    }
