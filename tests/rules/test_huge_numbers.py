"""Numbers of more than 64 bits, as only a broken record has them, are told of and crash no rule."""

from audit.rules.agreement.featured_flag_mismatch import FeaturedFlagMismatch
from audit.rules.injected.doorway_burst import DoorwayBurst
from audit.testing import base_record, findings_of, records_of

HUGE = 10**20


def test_of_a_featured_image():
    shown = {**base_record(), "class_list": ["post", "has-post-thumbnail"], "featured_media": HUGE}
    lost = {**base_record(), "id": 13, "class_list": ["post"], "featured_media": HUGE}
    (finding,) = findings_of(FeaturedFlagMismatch, [shown, lost])
    assert f"The featured image is {HUGE}" in finding.message


def test_of_an_author():
    (example, *_) = DoorwayBurst.examples
    records = records_of(example)
    expected = findings_of(DoorwayBurst, records)
    found = findings_of(DoorwayBurst, [{**record, "author": HUGE} for record in records])
    assert expected != []
    assert [said.message for said in found] == [said.message for said in expected]
