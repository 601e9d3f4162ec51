"""What a page loads over http, and what it does not load."""

from __future__ import annotations

import pytest

from audit.rule import Good
from audit.rules.exposure.mixed_content import MixedContent
from audit.testing import findings_of

HTTP = "http://tides.example/t"


def told(html):
    return [finding.value for finding in findings_of(MixedContent, Good(html))]


@pytest.mark.parametrize(
    "html",
    [
        f'<script src="{HTTP}"></script>',
        f'<iframe src="{HTTP}"></iframe>',
        f'<iframe data-src="{HTTP}"></iframe>',
        f'<form action="{HTTP}"></form>',
        f'<form method="post" action=" {HTTP}"></form>',
        f'<link rel="stylesheet" href="{HTTP}">',
        f'<audio src="{HTTP}"></audio>',
        f'<video src="{HTTP}"></video>',
        f'<video><source src="{HTTP}"></video>',
        f'<video><track src="{HTTP}"></video>',
        f'<object data="{HTTP}"></object>',
        f'<embed src="{HTTP.upper()[:4]}{HTTP[4:]}">',
        f"<style>@import '{HTTP}';</style>",
    ],
)
def test_loaded(html):
    assert told(html) == [HTTP]


@pytest.mark.parametrize(
    "html",
    [
        f'<a href="{HTTP}">Tides</a>',
        f'<img src="{HTTP}" alt="">',
        f'<picture><source src="{HTTP}"></picture>',
        f'<link rel="canonical" href="{HTTP}">',
        f'<svg xmlns="{HTTP}"></svg>',
        f'<blockquote cite="{HTTP}"><p>High.</p></blockquote>',
        f'<style>p {{ background: url("{HTTP}") }}</style>',
        f'<noscript><iframe src="{HTTP}"></iframe></noscript>',
        f'<template><iframe src="{HTTP}"></iframe></template>',
        f'<pre>&lt;script src="{HTTP}"&gt;</pre>',
        '<iframe src="//tides.example/t"></iframe>',
        '<iframe src="http://localhost:8080/t"></iframe>',
    ],
)
def test_not_loaded(html):
    assert not told(html)


def test_own_host_is_mended_safely():
    (own,) = findings_of(MixedContent, Good('<audio src="http://saltmarsh.example/bell.mp3"></audio>'))

    assert own.marked == 'src="http://saltmarsh.example/bell.mp3"'
