from audit.kept import kept


def asked_of(most, longest):
    asked = []

    @kept(most, longest=longest)
    def folded(text, base=""):
        asked.append((text, base))
        return base + text.lower()

    return asked, folded


def test_an_answer_about_a_short_text_is_worked_out_once():
    asked, folded = asked_of(8, 4)

    assert [folded("Ebb"), folded("Ebb"), folded("Ebb", "/"), folded("Ebb", "/")] == ["ebb", "ebb", "/ebb", "/ebb"]
    assert asked == [("Ebb", ""), ("Ebb", "/")]


def test_an_answer_about_a_long_text_is_not_kept():
    asked, folded = asked_of(8, 4)

    assert [folded("Flood"), folded("Flood", "/")] == ["flood", "/flood"]
    folded("Flood")
    assert asked == [("Flood", ""), ("Flood", "/"), ("Flood", "")]


def test_the_oldest_answers_make_room():
    asked, folded = asked_of(2, 4)

    for text in ("a", "b", "c", "a"):
        folded(text)

    assert [text for text, _ in asked] == ["a", "b", "c", "a"]
