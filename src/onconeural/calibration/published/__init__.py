"""What published cohorts print: intervals, sizes of groups, classes, antibodies, tumours, age and sex."""
