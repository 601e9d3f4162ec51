"""What blogs of many countries say of a post that somebody paid for, and what only sounds like it."""

from __future__ import annotations

import pytest

from audit.rules.sponsors.paid_link_unqualified import PaidLinkUnqualified
from audit.testing import findings_of

TEXTS = {
    "en": "The boats rose with the tide and the pilots waited for the evening wind over the flats. " * 3,
    "ja": "潮が満ちると舟が浮かび、水先案内人は夕方の風を待ちました。干潟では子どもたちが貝を拾っていました。" * 2,
    "zh": "潮水上涨，船只浮起，引水员在浅滩上等待傍晚的风。孩子们在泥滩上拾贝壳，老人们在岸边修补渔网。" * 2,
    "ko": "밀물이 들자 배들이 떠올랐고 도선사들은 저녁 바람을 기다렸습니다. 아이들은 갯벌에서 조개를 주웠습니다. " * 2,
    "vi": "Thủy triều lên, thuyền nổi và hoa tiêu chờ gió chiều trên bãi cạn. Trẻ con nhặt sò trên bãi bùn. " * 2,
}


def findings(lang, text):
    """What the rule says of a text whose link stands in braces."""
    html = text.replace("{", '<a href="https://moritools.example/">').replace("}", "</a>")
    record = {
        "link": "https://saltmarsh.example/tide/",
        "lang": lang,
        "title": {"rendered": TEXTS[lang][:12]},
        "content": {"rendered": f"<p>{html}</p><p>{TEXTS[lang]}</p>", "protected": False},
        "yoast_head": None,
        "yoast_head_json": None,
    }
    return findings_of(PaidLinkUnqualified, [record])


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "This is a sponsored guest post by Mori Tools. Get {Mori Tools} today."),
        ("en", "This post was made together with {Mori Tools}, who paid me for my time."),
        ("en", "I was compensated by {Mori Tools} for writing this post."),
        ("en", "{Mori Tools} sent me this saw in exchange for my honest review."),
        ("en", "Today’s post is brought to you by {Mori Tools}."),
        ("en", "Thanks to {Mori Tools} for partnering with me on this post."),
        ("en", "Dieser Beitrag wurde von {Mori Tools} gesponsert."),
        ("en", "Sponsor of the month: {Mori Tools}"),
        ("en", "* PR sample: the saw came from {Mori Tools}."),
        ("en", "Die Säge kam von {Mori Tools} gratis im Austausch für eine ehrliche Rezension."),
        ("en", "La scie de {Mori Tools} est arrivée gratuitement en échange de cet avis."),
        ("ja", "【ＰＲ】{森工房}"),
        ("ja", "この記事は{森工房}とのタイアップ記事です。"),
        ("zh", "本文由{森工房}赞助。"),
        ("zh", "本篇文章由{森工房}贊助播出。"),
        ("ko", "[협찬] 이 글은 {森工房}에서 제품을 지원받아 작성했습니다."),
        ("vi", "Bài viết này được tài trợ bởi {Mộc Rừng}."),
    ],
)
def test_who_paid_for_the_post_is_named_in_its_own_words(lang, text):
    assert len(findings(lang, text)) == 1


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "In 1998 a magazine paid me for a drawing, and {Mori Tools} has it now."),
        ("en", "We were compensated by {Mori Tools} for the delay of the ferry."),
        ("en", "The library partnered with {Mori Tools} to bring you this exhibition."),
        ("en", "This article was produced in partnership with {Mori Tools}, a newsroom without profit."),
        ("en", "Ich nehme nichts im Austausch für eine Rezension; diese Säge von {Mori Tools} ist gekauft."),
        ("ja", "写真提供：{森工房}"),
        ("zh", "本文由{森工房}翻译。"),
        ("zh", "开通仪式由{森工房}主办。"),
        ("ko", "이 연구는 {森工房}의 지원을 받아 수행되었습니다."),
        ("vi", "Cây cầu được tài trợ bởi {Quỹ Mori}."),
        ("vi", "Bảng tên do công ty quảng cáo {Mộc Rừng} làm tặng."),
    ],
)
def test_who_gave_or_wrote_or_translated_is_no_sponsor_of_the_post(lang, text):
    assert findings(lang, text) == []
