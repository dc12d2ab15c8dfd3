package org.polarbeam.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.polarbeam.files.InputException;
import org.polarbeam.report.chart.DataRows;
import org.polarbeam.report.chart.Html;

class RunReportTest {
  private static final String HOSTILE = "<script>document.title='owned'</script>\"'&";

  private static Map<String, String> files() {
    Map<String, String> files = new HashMap<>();
    files.put(
        "manifest.json",
        "{\"data\":\"SIMULATED\",\"command\":\"run\",\"polarbeam\":\"0\",\"made_from\":{\"inference\":"
            + "\"published\"},\"unverified_languages\":\"da\",\"dead_letters\":{}}");
    files.put(
        "validity.csv",
        """
        model,language,asked,valid,used,small_cell
        m1,da,300,290,280,false
        m2,da,300,45,38,true
        """);
    files.put(
        "alignment.csv",
        """
        model,family,language,level,group,metric,estimate,boot_mean,boot_sd,ci_low,ci_high
        m1,f,da,language,da,spearman,0.5,0.5,0.1,0.3,0.7
        m1,f,da,country,US,spearman,0.25,0.2,0.1,0.1,0.4
        "<script>document.title='owned'</script>""'&",f,da,language,da,spearman,0.6,0.5,0.1,0.3,0.7
        """);
    files.put(
        "regressions.csv",
        """
        regression,term,estimate,std_err,df,statistic,p_value,ci_low,ci_high
        rq1,multilingual:family[f]:language[da],0.9,0.1,,,,0.7,1.1
        rq1,multilingual:family[g]:language[da],0.1,0.1,,,,-0.1,0.2
        rq2,us:model[m1]:language[da],-0.4,0.1,,,,-0.6,-0.2
        """);
    return files;
  }

  private static String html(Map<String, String> files) {
    return RunReport.html(directory(files));
  }

  private static RunFiles directory(Map<String, String> files) {
    return new RunFiles() {
      @Override
      public Optional<String> read(String name) {
        return Optional.ofNullable(files.get(name));
      }

      @Override
      public List<String> list(String folder) {
        return files.keySet().stream().filter(n -> n.startsWith(folder + "/")).sorted().toList();
      }
    };
  }

  @Test
  void theAnswerComesFirstAndCountsWhatTheTablesSay() {
    String page = html(files());
    assertTrue(page.contains("Of 2 slopes of capability, 1 is above zero and 0 below it"), page);
    assertTrue(page.contains("0 are above zero and 1 below it"), page);
    assertTrue(page.contains("SIMULATED"));
    assertTrue(page.contains("no person has checked it"));
    assertTrue(page.contains("far too narrow"), "published inference is a caveat");
    assertTrue(page.contains("1 model and language has fewer than 100"));
    assertTrue(page.contains("those may not be like the rest: m2 in da (15%)."));
    assertTrue(page.contains("<tr class=\"flag\">"));
  }

  @Test
  void whatTheLedgerLeavesOutIsSaid() {
    Map<String, String> files = files();
    files.put(
        "validity.csv",
        """
        model,language,asked,answered,parsed,valid,used,small_cell,unread,few_items,alike_items,\
        flagged_few,flagged_alike,flagged_more,flagged_cut_off,flagged_labels_differ
        m1,da,300,300,288,280,280,false,12,4,2,4,3,5,40,1
        m1,en,300,300,300,290,290,false,0,0,0,0,0,0,0,0
        """);
    String page = html(files);
    assertTrue(page.contains("Of the answers in da 4.0% could not be read, of those in en 0.0%"));
    assertTrue(page.contains("6 of 588 lists do not count: 4 of too few items, 2 of items too"));
    assertTrue(page.contains("5 answers have more items than were asked for"));
    assertTrue(page.contains("40 of 600 answers were cut off"));
    assertTrue(page.contains("In 1 answer the judge labelled items of the same text differently"));
    files.put(
        "validity.csv",
        """
        model,language,asked,answered,parsed,valid,used,small_cell,unread
        m1,da,30,30,28,28,28,true,2
        m1,en,30,30,30,30,30,true,0
        """);
    assertFalse(html(files).contains("could not be read"), "two of thirty may be chance");
  }

  @Test
  void intervalsAreDrawnToScale() {
    String page = html(files());
    Matcher bar =
        Pattern.compile("class=\"bar s0\" x1=\"([\\d.]+)\" y1=\"[\\d.]+\" x2=\"([\\d.]+)\"")
            .matcher(page);
    assertTrue(bar.find());
    double wide = Double.parseDouble(bar.group(2)) - Double.parseDouble(bar.group(1));
    assertTrue(bar.find());
    double narrow = Double.parseDouble(bar.group(2)) - Double.parseDouble(bar.group(1));
    assertEquals(0.4 / 0.3, wide / narrow, 0.01);
  }

  /** The page without its own scripts: a line in the head, and those at its end. */
  private static String body(String page) {
    String rest =
        page.replaceFirst("<script>document.documentElement.classList.add[^<]*</script>", "");
    return rest.substring(0, rest.indexOf("<script>"));
  }

  @Test
  void nothingIsFetched() {
    String page = body(html(files()));
    assertFalse(page.contains("http:") || page.contains("https:"), "no address of anything");
    assertFalse(page.contains("src="));
    assertFalse(page.contains("url("));
    assertTrue(page.contains("default-src 'none'"), "and the browser is told so");
  }

  @Test
  void namesFromOutsideAreText() {
    String page = body(html(files()));
    assertFalse(page.contains("<script>"), page);
    assertFalse(page.contains(HOSTILE));
    assertTrue(page.contains("&lt;script&gt;"));
    assertEquals(
        "&lt;script&gt;document.title=&#39;owned&#39;&lt;/script&gt;&quot;&#39;&amp;",
        Html.escape(HOSTILE));
  }

  @Test
  void theDataLinkHoldsTheRowsAsTheyStand() {
    DataRows rows = DataRows.empty("model", "estimate").add("a, \"b\" <é>\n", "0.1234567890123");
    String address = Page.address(rows.csv());
    String csv =
        URLDecoder.decode(
            address.substring(address.indexOf(',') + 1).replace("+", "%2B"),
            StandardCharsets.UTF_8);
    assertEquals("model,estimate\n\"a, \"\"b\"\" <é>\n\",0.1234567890123\n", csv);
    assertFalse(address.contains("<") || address.contains("\""));
  }

  @Test
  void simulatedRowsMarkThePage_whateverTheManifestSays() {
    Map<String, String> files = files();
    files.put("manifest.json", "{\"data\":\"real\"}");
    assertFalse(body(html(files)).contains("SIMULATED"));
    files.put(
        "validity.csv", "model,language,asked,used,small_cell,data\nm1,da,1,1,true,SIMULATED\n");
    assertTrue(html(files).contains("<title>SIMULATED"));
  }

  @Test
  void comparedWithAnEarlierRun_itTellsWhatMovedBeyondBothIntervals() {
    Map<String, String> before = files();
    before.put(
        "manifest.json",
        "{\"data\":\"SIMULATED\",\"made_from\":{\"inference\":\"published\",\"judge\":\"other\"}}");
    before.put(
        "alignment.csv",
        """
        model,family,language,level,group,metric,estimate,boot_mean,boot_sd,ci_low,ci_high
        m1,f,da,language,da,spearman,-0.4,-0.4,0.1,-0.6,-0.2
        m1,f,da,country,US,spearman,0.30,0.3,0.1,0.1,0.5
        m0,f,da,country,US,spearman,0.30,0.3,0.1,0.1,0.5
        """);
    String page = RunReport.html(directory(files()), directory(before), "runs/last");
    assertTrue(page.contains("What moved since runs/last"));
    assertTrue(page.contains("Of 5 figures that both runs have, 1 moved"), page.substring(0, 9000));
    assertTrue(page.contains("1 of them remains"));
    assertTrue(page.contains("1 figures are new and 1 are no longer there"));
    assertTrue(page.contains("m1 in da with da"));
    assertTrue(page.contains("<td class=\"text\">judge</td><td class=\"text\">other</td>"));
  }

  @Test
  void givenNoRegressions_thenItSaysSo() {
    Map<String, String> files = files();
    files.put("regressions.csv", files.get("regressions.csv").lines().findFirst().orElseThrow());
    files.put("diagnostics.csv", "regression,figure,value\nrq1,not_fitted,too few rows\n");
    assertTrue(html(files).contains("Not answered here: too few rows."));
  }

  @Test
  void givenARunThatEndsAtItsAnswers_thenThatIsSaid() {
    Map<String, String> files = files();
    files.keySet().removeAll(Set.of("alignment.csv", "regressions.csv"));
    String page = body(html(files));
    assertTrue(page.contains("have not been compared with populations"), page);
    assertTrue(page.contains("id=\"ledger\""));
    assertFalse(page.contains("<figure") || page.contains("Not fitted"), page);
  }

  @Test
  void givenNoRun_thenAMessage() {
    assertThrows(InputException.class, () -> html(Map.of()));
  }

  @Test
  void whatWasPaidIsTold_andTheModelsAnswersAsText() {
    Map<String, String> files = files();
    files.put(
        "manifest.json",
        "{\"data\":\"real\",\"price_micros_input\":{\"m1\":2500000},"
            + "\"price_micros_output\":{\"m1\":10000000}}");
    files.put(
        "responses/m1.da.jsonl",
        """
        {"id":"a","model":"m1","language":"da","topic":"f120","text":"<b>1.</b> Ja","promptTokens":30000}
        {"id":"b","model":"m1","language":"da","topic":"f121","text":"I cannot","promptTokens":40000,"completionTokens":5000}
        a torn line
        """);
    files.put(
        "dead-letters/elicit.jsonl",
        """
        {"stage":"elicit","id":"x","reason":"HTTP 400 <i>too long</i>"}
        {"stage":"elicit","id":"y","reason":"HTTP 400 <i>too long</i>"}
        """);
    files.put(
        "judgements/m1.da.jsonl",
        """
        {"id":"a","validity":"valid","labels":["pro","null","pro"]}
        {"id":"b","validity":"unread","labels":[]}
        """);
    String page = RunReport.html(directory(files));
    assertTrue(page.contains("<td>2</td><td>70000</td><td>5000</td><td>0.2250</td>"), "by hand");
    assertTrue(page.contains("m1, da, f120: 2 pro, 0 con, 1 null"));
    assertTrue(page.contains("m1, da, f121: unread"));
    assertTrue(
        page.contains("HTTP 400 &lt;i&gt;too long&lt;/i&gt;</td><td>2</td>"), "why, how often");
    assertTrue(page.contains("&lt;b&gt;1.&lt;/b&gt; Ja"));
  }

  @Test
  void comparedWithASimulatedRun_whatMovedIsMarked() {
    Map<String, String> now = files();
    now.put("manifest.json", "{\"data\":\"real\"}");
    Map<String, String> before = files();
    before.put(
        "alignment.csv",
        before.get("alignment.csv").replace("0.5,0.5,0.1,0.3,0.7", "-0.4,-0.4,0.1,-0.6,-0.2"));
    String page = body(RunReport.html(directory(now), directory(before), "last"));
    assertTrue(page.contains("figure-moved\" data-simulated"), page);
    assertTrue(page.contains("SIMULATED. The run compared with is simulated."));
    assertFalse(page.contains("figure-7-alignment-language\" data-simulated"));
  }

  @Test
  void publishedStandardErrors_tellNothingOfWhatCouldBeDetected() {
    Map<String, String> files = files();
    assertFalse(html(files).contains("id=\"figure-13-power\""), "published");
    files.put("manifest.json", "{\"data\":\"real\",\"made_from\":{\"inference\":\"valid\"}}");
    assertTrue(html(files).contains("id=\"figure-13-power\""), "valid");
  }

  @Test
  void theFirstAnswerOfEveryCellIsShown_whateverElseIsLeftOut() {
    Map<String, String> files = files();
    StringBuilder responses = new StringBuilder();
    for (int m = 0; m < 90; m++) {
      for (int k = 0; k < 2; k++) {
        responses.append(
            "{\"id\":\"%d-%d\",\"model\":\"m%02d\",\"language\":\"da\",\"topic\":\"t\",\"text\":\"x\"}\n"
                .formatted(m, k, m));
      }
    }
    StringBuilder judgements = new StringBuilder();
    for (int m = 0; m < 90; m++) {
      judgements.append(
          "{\"id\":\"%d-0\",\"validity\":\"valid\",\"labels\":[\"pro\"]}\n".formatted(m));
      judgements.append("{\"id\":\"%d-1\",\"validity\":\"refusal\",\"labels\":[]}\n".formatted(m));
    }
    files.put("responses/all.jsonl", responses.toString());
    files.put("judgements/all.jsonl", judgements.toString());
    Answers answers = Answers.of(directory(files));
    assertEquals(150, answers.shown().size());
    assertEquals("m89, da, t: 1 pro, 0 con, 0 null", answers.shown().get(89).summary());
    assertEquals("m00, da, t: refusal", answers.shown().get(90).summary());
    assertTrue(answers.leftOut().contains("30 more"), answers.leftOut());
  }
}
