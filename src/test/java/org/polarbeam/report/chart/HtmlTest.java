package org.polarbeam.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What models wrote stands on a page as text, and moves nothing on it. */
class HtmlTest {
  @Test
  void marksOfHtmlAndOfTerminalsAreMadeHarmless() {
    assertEquals("&lt;b a=&quot;&#39;&quot;&gt; &amp;", Html.escape("<b a=\"'\"> &"));
    assertEquals("a\ufffd[31m\n\tb", Html.escape("a\u001b[31m\n\tb"));
    assertEquals("x\ufffdy\ufffdz\ufffd", Html.escape("x\u202ey\u2066z\u0000"));
    assertEquals("م\u200cن \u200f ≈ 😀", Html.escape("م\u200cن \u200f ≈ 😀"));
  }
}
