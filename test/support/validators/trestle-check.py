"""trestle-check.py FOLDER NAME=Model…: reads each file as that model of compliance-trestle; prints a line for each that is refused."""

import importlib
import pathlib
import sys

modules = {
    'AssessmentPlan': 'assessment_plan',
    'AssessmentResults': 'assessment_results',
    'PlanOfActionAndMilestones': 'poam',
    'ComponentDefinition': 'component',
}
for pair in sys.argv[2:]:
    name, model = pair.split('=')
    kind = getattr(importlib.import_module('trestle.oscal.' + modules[model]), model)
    try:
        if kind.oscal_read(pathlib.Path(sys.argv[1]) / name) is None:
            print(name, 'was not found')
    except Exception as error:  # whatever it says is the complaint
        print(name, ' '.join(str(error).split())[:2000])
