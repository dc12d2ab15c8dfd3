package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.simulate.SyntheticSurvey;
import org.polarbeam.study.StudyReader;

/**
 * The documented way from an empty project to a report, walked line by line: Google's, Docker's and
 * Kubernetes' programs write down how they are called, ours run. Each call has flags that the
 * program documents ({@code cloud-synopsis.txt}), and every file and object it reads was made by an
 * earlier step.
 */
class CloudWalkIT {
  private static final List<String> RECORDED =
      List.of("gcloud", "docker", "kubectl", "terraform", "mvn", "git");

  @TempDir Path folder;
  private Path home;
  private Path calls;

  @BeforeEach
  void makeACheckoutAndRecorders() throws IOException, InterruptedException {
    home = Files.createDirectory(folder.resolve("checkout"));
    calls = folder.resolve("calls");
    Path bin = Files.createDirectory(folder.resolve("bin"));
    for (String program : RECORDED) {
      Path file =
          Files.writeString(
              bin.resolve(program),
              """
              #!/bin/bash
              line=$(printf '%%s\\t' %s "$@")
              printf '%%s\\n' "$line" >>"%s" # at once: two may be called at a time
              case "%s $*" in
                terraform*"output -raw repository") printf europe-west4-docker.pkg.dev/P/polarbeam ;;
                terraform*"output -raw templates") printf gs://P-polarbeam/templates ;;
                terraform*"output -raw worker") printf polarbeam-worker@P.iam.gserviceaccount.com ;;
                terraform*"output -raw dags") printf gs://composer/dags ;;
                terraform*"output -raw subnetwork") printf regions/europe-west4/subnetworks/polarbeam ;;
                "docker image inspect"*) echo "${@: -1}" | sed 's/:[^:/]*$/@sha256:0123/' ;;
                "git "*) echo 0123456789ab ;;
                mvn*sbom*) echo '{}' >pipelines/target/sbom.json ;;
                "kubectl apply"*) cat >/dev/null ;;
                *data-file=-*|*from-file*) cat >/dev/null ;;
              esac
              """
                  .formatted(program, calls, program));
      assertTrue(file.toFile().setExecutable(true));
    }
    for (String part : List.of("templates", "terraform")) {
      String from = Tools.ROOT.resolve(part).toString();
      assertEquals(0, Tools.run(home, Map.of(), "cp", "-r", from, ".").status());
    }
    Files.createDirectories(home.resolve("pipelines/target"));
    Path launcher =
        Files.writeString(
            home.resolve("polarbeam"),
            "#!/bin/sh\nexec \"" + Tools.ROOT.resolve("polarbeam") + "\" \"$@\"\n");
    assertTrue(launcher.toFile().setExecutable(true));
    List<String> topics = List.copyOf(StudyReader.bundled().topics().keySet());
    Files.writeString(
        home.resolve("EVS_WVS_Joint.csv"), SyntheticSurvey.csv(topics, 20, 3)); // GESIS's
    Files.createDirectories(home.resolve("gemma-2-9b-it")); // the model hub's
  }

  private static String documented() throws IOException {
    String text = Files.readString(Tools.ROOT.resolve("docs/cloud.md"));
    String way = text.substring(text.indexOf("## From an empty project"));
    StringBuilder steps = new StringBuilder("set -euo pipefail\n");
    Matcher blocks = Pattern.compile("(?ms)^ *```sh\n(.*?)^ *```").matcher(way);
    while (blocks.find()) {
      steps.append(blocks.group(1).replaceAll("(?m)^   ", "")).append('\n');
    }
    return steps.toString();
  }

  @Test
  void everyStepCanBeWalked() throws IOException, InterruptedException {
    Path steps = Files.writeString(folder.resolve("steps.sh"), documented());
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    environment.put("OPENAI_API_KEY", "none");
    environment.put("HF_TOKEN", "none");
    Cli.Outcome walked = Tools.run(home, environment, "bash", steps.toString());
    assertEquals(0, walked.status(), walked.out());

    List<List<String>> called = new ArrayList<>();
    for (String line : Files.readAllLines(calls)) {
      called.add(Arrays.asList(line.split("\t")));
    }
    checkFlags(called);
    checkOrder(called);
  }

  /** The flags that each command documents, by the words it begins with. */
  private static Map<String, Set<String>> synopsis() throws IOException {
    Map<String, Set<String>> synopsis = new TreeMap<>();
    Path file = Tools.ROOT.resolve("pipelines/src/test/resources/cloud-synopsis.txt");
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.split(" *: *", 2);
        synopsis.put(parts[0], Set.of(parts[1].split(" +")));
      }
    }
    return synopsis;
  }

  private static void checkFlags(List<List<String>> called) throws IOException {
    Map<String, Set<String>> synopsis = synopsis();
    for (List<String> call : called) {
      String whole = String.join(" ", call).replaceFirst("^terraform -chdir=\\S+", "terraform");
      if (whole.startsWith("git ") || whole.startsWith("mvn ")) {
        continue; // ours to call
      }
      String command =
          synopsis.keySet().stream()
              .filter(words -> (whole + " ").startsWith(words + " "))
              .reduce((a, b) -> a.length() > b.length() ? a : b)
              .orElse(null);
      assertTrue(command != null, "no documented command is called: " + whole);
      for (String word : call.subList(1, call.size())) {
        if (word.startsWith("-") && !word.equals("-") && !word.startsWith("-chdir=")) {
          String flag = word.replaceFirst("=.*", "");
          assertTrue(synopsis.get(command).contains(flag), command + " has no " + flag);
        }
      }
    }
  }

  private static int indexOf(List<List<String>> called, String pattern) {
    for (int i = 0; i < called.size(); i++) {
      if (String.join(" ", called.get(i)).matches(pattern)) {
        return i;
      }
    }
    throw new AssertionError(pattern + " is not called: " + called);
  }

  private static void checkOrder(List<List<String>> called) {
    List<String> order =
        List.of(
            "gcloud auth application-default login",
            "gcloud services enable compute.*",
            "gcloud services enable secretmanager.*",
            "gcloud secrets create openai .*",
            "terraform .* init",
            "terraform .* apply -var project=P .*",
            "gcloud auth configure-docker europe-west4-docker.pkg.dev",
            "docker push .*/worker:.*",
            "gcloud dataflow flex-template build .*/run.json .*@sha256:.*",
            "gcloud storage cp .*/truth.csv",
            "gcloud dataflow flex-template run polarbeam-run-.*",
            "gcloud storage cp .*/report.html .*",
            "gcloud storage rm .*",
            "terraform .* destroy .*");
    for (int i = 1; i < order.size(); i++) {
      assertTrue(
          indexOf(called, order.get(i - 1)) < indexOf(called, order.get(i)),
          order.get(i) + " comes before " + order.get(i - 1));
    }
    Set<String> there = new HashSet<>();
    for (List<String> call : called) {
      if (call.subList(0, Math.min(3, call.size())).equals(List.of("gcloud", "storage", "cp"))) {
        there.add(call.get(call.size() - 1));
      }
    }
    List<String> run = called.get(indexOf(called, "gcloud dataflow flex-template run .*"));
    String all = String.join(" ", run);
    for (String needed :
        List.of(
            "truth=gs://P-polarbeam/truth/truth.csv",
            "sdkContainerImage=europe-west4-docker.pkg.dev/P/polarbeam/worker@sha256:0123",
            "apiKeySecret=projects/P/secrets/openai/versions/1",
            "--service-account-email polarbeam-worker@P.iam.gserviceaccount.com",
            "--disable-public-ips")) {
      assertTrue(all.contains(needed), needed + " in " + all);
    }
    assertTrue(there.contains("gs://P-polarbeam/truth/truth.csv"), there.toString());
    assertTrue(there.contains("gs://P-polarbeam/weights/"), there.toString());
  }
}
