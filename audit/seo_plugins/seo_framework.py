"""The SEO Framework: hands nothing over in REST records; its head is in the page, between two comments.

Source: https://github.com/sybrew/the-seo-framework/issues/208
"""

from __future__ import annotations

import re

NAME = "The SEO Framework"
SIGN = re.compile(r"\A(?:/ |Start |End )?The SEO Framework\b")
