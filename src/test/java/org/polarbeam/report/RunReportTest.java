package org.polarbeam.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.files.InputException;

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
        "model,language,asked,used,small_cell\nm1,da,300,280,false\nm2,da,300,38,true\n");
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
        rq1,multilingual:family[g]:language[da],0.1,0.1,,,,-0.1,0.3
        rq2,us:model[m1]:language[da],-0.4,0.1,,,,-0.6,-0.2
        """);
    return files;
  }

  private static String html(Map<String, String> files) {
    return RunReport.html(name -> Optional.ofNullable(files.get(name)));
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
    assertTrue(page.contains("<tr class=\"flag\">"));
  }

  @Test
  void intervalsAreDrawnToScale() {
    String page = html(files());
    Matcher bar =
        Pattern.compile("class=\"bar s0\" x1=\"([\\d.]+)\" x2=\"([\\d.]+)\"").matcher(page);
    assertTrue(bar.find());
    Matcher us =
        Pattern.compile("class=\"bar s1\" x1=\"([\\d.]+)\" x2=\"([\\d.]+)\"").matcher(page);
    assertTrue(us.find());
    double wide = Double.parseDouble(bar.group(2)) - Double.parseDouble(bar.group(1));
    double narrow = Double.parseDouble(us.group(2)) - Double.parseDouble(us.group(1));
    assertEquals(0.4 / 0.3, wide / narrow, 0.01);
  }

  @Test
  void nothingIsFetched() {
    String page = html(files());
    assertFalse(page.contains("http"), "no address of anything");
    assertFalse(page.contains("src="));
    assertFalse(page.contains("url("));
  }

  @Test
  void namesFromOutsideAreText() {
    String page = html(files());
    assertFalse(page.contains("<script"), page);
    assertTrue(page.contains("&lt;script&gt;"));
    assertEquals(
        "&lt;script&gt;document.title=&#39;owned&#39;&lt;/script&gt;&quot;&#39;&amp;",
        Html.escape(HOSTILE));
  }

  @Test
  void givenNoRegressions_thenItSaysSo() {
    Map<String, String> files = files();
    files.put("regressions.csv", files.get("regressions.csv").lines().findFirst().orElseThrow());
    files.put("diagnostics.csv", "regression,figure,value\nrq1,not_fitted,too few rows\n");
    assertTrue(html(files).contains("Not answered here: too few rows."));
  }

  @Test
  void givenNoRun_thenAMessage() {
    assertThrows(InputException.class, () -> html(Map.of()));
  }

  /** Opens the page in a real browser and reads what it shows. */
  @Test
  void theBrowserShowsItWithoutRunningAnything(@TempDir Path folder)
      throws IOException, InterruptedException {
    File chromium = new File("/usr/bin/chromium");
    assumeTrue(chromium.canExecute(), "skipped: there is no Chromium here");
    Path page = Files.writeString(folder.resolve("report.html"), html(files()));
    Path dom = folder.resolve("dom.html");
    Process browser =
        new ProcessBuilder(
                chromium.getPath(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + folder.resolve("profile"),
                "--dump-dom",
                page.toUri().toString())
            .redirectOutput(dom.toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    assertTrue(browser.waitFor(60, TimeUnit.SECONDS), "Chromium did not end");
    String shown = Files.readString(dom);
    assertTrue(shown.contains("<svg class=\"plot\""), shown);
    assertTrue(shown.contains("<title>SIMULATED: Whose values"), "the title is ours");
  }
}
