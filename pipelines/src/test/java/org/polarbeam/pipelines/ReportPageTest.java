package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polarbeam.files.CsvTable;

/** The report of a run, driven in a real browser; skipped where there is none. */
class ReportPageTest {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final String HOSTILE =
      "</pre></script><script>window.owned = 1</script><img src=x onerror=\"window.owned = 2\">"
          + "<a href='javascript:window.owned = 3'>here</a><svg onload='window.owned = 4'></svg>";
  private static final String SPEAKERS = "figure-7-alignment-language";

  @TempDir static Path folder;
  private static Path run;
  private static Playwright playwright;
  private static Browser browser;

  private final List<String> complaints = new ArrayList<>();
  private final List<String> fetched = new ArrayList<>();
  private BrowserContext context;
  private Page page;

  @BeforeAll
  static void makeARun() throws IOException {
    assumeTrue(Files.isExecutable(CHROMIUM), "skipped: there is no Chromium here");
    run = folder.resolve("run");
    Cli.Outcome made =
        Cli.run(
            "run",
            "--prompts=60",
            "--rounds=40",
            "--languages=da,en",
            "--judges=simulate:judge-a,simulate:judge-b",
            "--output=" + run);
    assertEquals(0, made.status(), made.err());
    Path answers = run.resolve("responses/sim-aurora-large.da.jsonl");
    String text = Files.readString(answers);
    int from = text.indexOf("\"text\":\"") + "\"text\":\"".length();
    Files.writeString(
        answers, text.substring(0, from) + HOSTILE.replace("\"", "\\\"") + text.substring(from));
    Cli.Outcome again = Cli.run("report", "--run=" + run);
    assertEquals(0, again.status(), again.err());
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(List.of("--no-sandbox", "--disable-background-networking")));
  }

  @AfterAll
  static void close() {
    if (playwright != null) {
      playwright.close();
    }
  }

  @AfterEach
  void closeContext() {
    if (context != null) {
      context.close();
    }
  }

  private void open(Browser.NewContextOptions options, Path file) {
    context = browser.newContext(options);
    page = context.newPage();
    page.onConsoleMessage(
        m -> {
          if (Set.of("error", "warning").contains(m.type())) {
            complaints.add(m.text());
          }
        });
    page.onPageError(complaints::add);
    page.onRequest(r -> fetched.add(r.url()));
    page.navigate(file.toUri().toString());
  }

  private void open() {
    open(new Browser.NewContextOptions().setViewportSize(1100, 900), run.resolve("report.html"));
  }

  private Locator figure(String id) {
    Locator figure = page.locator("figure#" + id);
    figure.scrollIntoViewIfNeeded();
    page.locator("figure#" + id + "[data-drawn] .stage svg").waitFor();
    return figure;
  }

  private static CsvTable table(Path file) throws IOException {
    return CsvTable.read(file.toString(), new StringReader(Files.readString(file)));
  }

  private static CsvTable read(String name, byte[] csv) throws IOException {
    return CsvTable.read(name, new StringReader(new String(csv, StandardCharsets.UTF_8)));
  }

  private byte[] download(Locator link) throws IOException {
    Download download = page.waitForDownload(link::click);
    return Files.readAllBytes(download.path());
  }

  private static int marks(Locator figure) {
    return figure.locator(".stage .mark-symbol.role-mark path").count();
  }

  @Test
  void everyFigureIsDrawn_andNothingIsComplainedOfOrFetched() {
    open();
    List<Locator> figures = page.locator("figure").all();
    List<String> ids = figures.stream().map(f -> f.getAttribute("id")).toList();
    assertTrue(
        ids.containsAll(
            List.of(
                "figure-1-capability",
                "figure-2-countries",
                "figure-3-consistency",
                "figure-4-alignment-by-capability",
                "figure-5-us-bias",
                "figure-6-alignment-countries",
                SPEAKERS,
                "figure-8-alignment-global",
                "figure-9-residuals",
                "figure-9-quantiles",
                "figure-10-judges",
                "figure-11-topics",
                "figure-12-ceiling",
                "figure-13-power")),
        ids.toString());
    for (String id : ids) {
      Locator figure = figure(id);
      assertFalse(figure.locator("svg.plot").isVisible(), id + ": the still picture gives way");
      String says = figure.locator(".stage").getAttribute("aria-label");
      assertTrue(says.matches("Figure \\d+.*\\d values.*"), says);
    }
    assertEquals(List.of(), complaints);
    assertEquals(1, fetched.size(), "only the page itself: " + fetched);
  }

  @Test
  void theFiguresNumbersAreThoseOfTheTables() throws IOException {
    open();
    Locator figure = figure(SPEAKERS);
    CsvTable given = read("given", download(figure.locator("a.data")));
    List<CsvTable.Row> wanted =
        table(run.resolve("alignment.csv")).rows().stream()
            .filter(
                r ->
                    r.text("metric").equals("spearman")
                        && r.text("level").equals("language")
                        && r.text("group").equals(r.text("language")))
            .toList();
    List<String> columns = List.of("model", "language", "estimate", "ci_low", "ci_high");
    assertEquals(cells(wanted, columns), cells(given.rows(), columns));
    assertTrue(given.rows().stream().allMatch(r -> r.text("data").equals("SIMULATED")));
    assertEquals(wanted.size(), marks(figure), "a mark a row");
    CsvTable slopes = read("slopes", download(figure("figure-1-capability").locator("a.data")));
    assertEquals(
        cells(
            table(run.resolve("regressions.csv")).rows().stream()
                .filter(r -> r.text("term").startsWith("multilingual:"))
                .toList(),
            List.of("term", "estimate", "ci_low", "ci_high")),
        cells(slopes.rows(), List.of("term", "estimate", "ci_low", "ci_high")));
  }

  private static Set<List<String>> cells(List<CsvTable.Row> rows, List<String> columns) {
    return rows.stream()
        .map(r -> columns.stream().map(r::optional).toList())
        .collect(Collectors.toSet());
  }

  @Test
  void theTooltipTellsWhatIsUnderThePointer() throws IOException {
    open();
    Locator figure = figure(SPEAKERS);
    CsvTable.Row first = read("given", download(figure.locator("a.data"))).rows().get(0);
    figure.locator(".stage .mark-symbol.role-mark path").first().hover();
    Locator tip = page.locator(".tip");
    tip.waitFor();
    String said = tip.innerText();
    assertTrue(said.contains("model " + first.text("model")), said);
    String number = String.format(Locale.ROOT, "%.3f", first.number("estimate"));
    assertTrue(said.replace('−', '-').contains("estimate " + number), said + " has not " + number);
  }

  @Test
  void choosingLanguagesModelsAndLevelsChangesTheFigures() {
    open();
    Locator figure = figure(SPEAKERS);
    int all = marks(figure);
    Locator form = page.locator("#choose");
    form.locator("input[value=da]").uncheck();
    assertEquals(all / 2, marks(figure(SPEAKERS)), "one of two languages is left");
    form.locator("fieldset[data-column=model] button[data-all='']").click();
    form.locator("input[value=sim-aurora-large]").check();
    figure = figure(SPEAKERS);
    assertEquals(1, marks(figure));
    assertTrue(form.innerText().contains("1 of 2 languages, 3 of 3 levels, 1 of 10 models"));
    form.locator("input[value=language]").uncheck();
    figure.scrollIntoViewIfNeeded();
    figure.getByText("Nothing of this figure is chosen").waitFor();
    form.locator("fieldset[data-column=level] button[data-all=true]").click();
    form.locator("fieldset[data-column=model] button[data-all=true]").click();
    form.locator("input[value=da]").check();
    assertEquals(all, marks(figure(SPEAKERS)));
    assertEquals(List.of(), complaints);
  }

  @Test
  void picturesCanBeSaved_asTheyAreShown() throws Exception {
    open();
    page.locator("#choose input[value=da]").uncheck();
    Locator figure = figure(SPEAKERS);
    byte[] svg = download(figure.locator("button[data-export=svg]"));
    String text = new String(svg, StandardCharsets.UTF_8);
    assertFalse(text.contains("var("), "colours stand by themselves");
    assertEquals(
        "svg",
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg))
            .getDocumentElement()
            .getTagName());
    assertTrue(text.contains("SIMULATED"), "a picture that goes elsewhere says so");
    assertTrue(text.contains("sim-aurora-large") && !text.contains(">da<"), "as chosen");
    BufferedImage png =
        ImageIO.read(new ByteArrayInputStream(download(figure.locator("button[data-export=png]"))));
    assertTrue(png.getWidth() > 1000 && png.getHeight() > 300, png.toString());
    assertEquals(0xffffffff, png.getRGB(1, 1), "on white");
    int colored = 0;
    for (int x = 0; x < png.getWidth(); x++) {
      for (int y = 0; y < png.getHeight(); y++) {
        int rgb = png.getRGB(x, y);
        colored += Math.abs((rgb >> 16 & 0xff) - (rgb & 0xff)) > 60 ? 1 : 0;
      }
    }
    assertTrue(colored > 500, "marks are drawn in colour: " + colored);
  }

  @Test
  void withoutScripts_everyFigureIsAPictureAndATable() {
    open(new Browser.NewContextOptions().setJavaScriptEnabled(false), run.resolve("report.html"));
    for (Locator figure : page.locator("figure").all()) {
      assertTrue(figure.locator("svg.plot").isVisible());
      assertTrue(figure.locator("a.data").isVisible());
      assertFalse(figure.locator("button").first().isVisible(), "buttons need scripts");
    }
    Locator figure = page.locator("figure#" + SPEAKERS);
    figure.locator("summary").click();
    assertEquals(20, figure.locator("tbody tr").count(), "nine models and a baseline, twice");
    assertTrue(figure.locator("tbody tr").first().isVisible());
  }

  @Test
  void whatAModelSaid_isTextAndNeverRuns() {
    open();
    Locator said = page.locator("pre", new Page.LocatorOptions().setHasText("window.owned"));
    assertEquals(1, said.count());
    said.locator("xpath=..").locator("summary").click();
    assertTrue(said.innerText().contains(HOSTILE), said.innerText());
    assertEquals(0, page.locator("pre img, pre script, pre svg, pre a").count());
    assertEquals("undefined", page.evaluate("typeof window.owned"));
  }

  /** A copy of the run with a text replaced by another in its tables; the report made again. */
  private Path copy(String name, String what, String by, String... options) throws IOException {
    Path copy = Files.createDirectory(folder.resolve(name));
    try (Stream<Path> files = Files.list(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file);
        Files.writeString(
            copy.resolve(file.getFileName()),
            file.toString().endsWith(".csv") ? text.replace(what, by) : text);
      }
    }
    List<String> args = new ArrayList<>(List.of("report", "--run=" + copy));
    args.addAll(List.of(options));
    Cli.Outcome made = Cli.run(args.toArray(String[]::new));
    assertEquals(0, made.status(), made.err());
    return copy.resolve("report.html");
  }

  @Test
  void namesOfModelsAreText_inFiguresTooltipsAndChoices() throws IOException {
    String name = "<img src=x onerror=window.owned=5>";
    open(
        new Browser.NewContextOptions().setViewportSize(1100, 900),
        copy("names", "sim-aurora-large", name));
    Locator figure = figure(SPEAKERS);
    assertTrue(figure.locator(".stage").innerHTML().contains("&lt;img src=x"), "on the axis");
    figure.locator(".stage .mark-symbol.role-mark path").nth(1).hover();
    page.locator(".tip").waitFor();
    assertTrue(page.locator("#choose").innerText().contains(name));
    for (Locator other : page.locator("figure").all()) {
      figure(other.getAttribute("id"));
    }
    assertEquals(0, page.locator("img").count());
    assertEquals("undefined", page.evaluate("typeof window.owned"));
    assertEquals(List.of(), complaints);
  }

  @Test
  void comparedWithAnotherRun_whatMovedIsDrawn() throws IOException {
    CsvTable.Row moved =
        table(run.resolve("alignment.csv")).rows().stream()
            .filter(r -> r.text("metric").equals("spearman") && r.number("ci_low") > 0)
            .findFirst()
            .orElseThrow();
    String cells = moved.text("ci_low") + "," + moved.text("ci_high");
    Path file = copy("moved", moved.text("estimate") + "," + moved.text("boot_mean"), "-0.9,-0.9");
    Path copied = file.resolveSibling("alignment.csv");
    Files.writeString(copied, Files.readString(copied).replace(cells, "-0.95,-0.85"));
    Path report = folder.resolve("compared.html");
    Cli.Outcome made =
        Cli.run("report", "--run=" + run, "--against=" + file.getParent(), "--output=" + report);
    assertEquals(0, made.status(), made.err());
    open(new Browser.NewContextOptions().setViewportSize(1100, 900), report);
    assertTrue(page.locator("h2#moved").innerText().startsWith("What moved since moved"));
    Locator figure = figure("figure-moved");
    assertTrue(figure.innerText().contains(moved.text("model") + " in " + moved.text("language")));
    assertEquals(0, marks(figure) % 2, "each figure is there before and now");
    assertEquals(List.of(), complaints);
  }

  /** Even markup that got in by some fault of ours could not run: the page's policy forbids it. */
  @Test
  void scriptsThatAreNotThePagesOwn_areRefusedByTheBrowser() throws IOException {
    String html = Files.readString(run.resolve("report.html"));
    Path injected = folder.resolve("injected.html");
    Files.writeString(injected, html.replace("<h1>", HOSTILE + "<h1>"));
    open(new Browser.NewContextOptions(), injected);
    page.locator("a", new Page.LocatorOptions().setHasText("here")).first().click();
    assertEquals("undefined", page.evaluate("typeof window.owned"));
    assertTrue(complaints.stream().anyMatch(c -> c.contains("Content Security Policy")));
    assertEquals(
        List.of(), fetched.stream().filter(u -> u.startsWith("http")).toList(), "nothing fetched");
  }

  @ParameterizedTest
  @CsvSource({"LIGHT,1100", "DARK,390"})
  void nothingSeriousIsInTheWayOfAnyReader(ColorScheme scheme, int width) throws IOException {
    open(
        new Browser.NewContextOptions().setViewportSize(width, 800).setColorScheme(scheme),
        run.resolve("report.html"));
    for (Locator figure : page.locator("figure").all()) {
      figure(figure.getAttribute("id"));
    }
    page.evaluate("() => document.querySelectorAll('details').forEach(d => { d.open = true; })");
    try (InputStream axe = ReportPageTest.class.getResourceAsStream("/axe.min.js")) {
      page.evaluate(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
    }
    Object findings =
        page.evaluate(
            "() => axe.run({exclude: ['tbody tr:nth-child(n+4)']}, {resultTypes: ['violations']}).then(r => r.violations"
                + ".filter(v => ['serious', 'critical'].includes(v.impact))"
                + ".map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160))))");
    assertEquals(List.of(), findings);
    assertEquals(
        width,
        page.evaluate("() => document.documentElement.scrollWidth"),
        "the page itself never scrolls sideways");
  }

  @Test
  void paperGetsTheFiguresAndNoControls() {
    open(
        new Browser.NewContextOptions().setColorScheme(ColorScheme.DARK),
        run.resolve("report.html"));
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    assertFalse(page.locator("#choose").isVisible());
    assertFalse(page.locator(".tools").first().isVisible());
    assertEquals(
        "rgb(255, 255, 255)",
        page.evaluate("() => getComputedStyle(document.body).backgroundColor"),
        "black on white, though the reader's screen is dark");
    assertTrue(page.pdf().length > 20_000);
  }
}
