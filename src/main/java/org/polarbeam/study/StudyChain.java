package org.polarbeam.study;

import java.util.ArrayList;
import java.util.List;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Nearest;

/** A study, the one it extends, the one that this extends, and so on. */
final class StudyChain {
  private static final String FILE = "(?s).*(?:[/\\\\]|\\.ya?ml$).*";

  private final StudyFiles files;

  /** The paths on the way, from the study that was asked for. */
  private final List<String> way = new ArrayList<>();

  private StudyChain(StudyFiles files) {
    this.files = files;
  }

  /**
   * The study with all that it has from others.
   *
   * @throws InputException when one of them is none
   */
  static StudyOutline whole(String file, String yaml, StudyFiles files) {
    return new StudyChain(files).read(file, yaml);
  }

  private StudyOutline read(String file, String yaml) {
    way.add(beside("", file));
    StudyOutline own = StudyOutline.of(file, yaml);
    StudyFields fields = new StudyFields(own);
    StudyShape.study().check(own.root(), "", fields);
    if (!fields.isExtending()) {
      return own;
    }
    StudyOutline base = base(file, own.root().get(StudyShape.EXTENDS).asText().strip(), fields);
    StudyOutline whole = StudyExtension.of(base, own);
    StudyShape.study().check(whole.root(), "", new StudyFields(whole));
    return whole;
  }

  private StudyOutline base(String file, String name, StudyFields fields) {
    if (name.equals(StudyReader.BUNDLED)) {
      return read(StudyReader.BUNDLED + ".yaml of Polarbeam", StudyReader.bundledYaml());
    }
    if (!name.matches(FILE)) {
      throw fields.bad(
          StudyShape.EXTENDS,
          "there is no study " + name,
          Nearest.question(name, List.of(StudyReader.BUNDLED))
              + "Give "
              + StudyReader.BUNDLED
              + ", or the path of a file, such as "
              + name
              + ".yaml");
    }
    String path = beside(file, name);
    if (way.contains(path)) {
      throw fields.bad(
          StudyShape.EXTENDS,
          "the study extends itself: " + String.join(" → ", way) + " → " + path,
          "Take it out of one of them");
    }
    String yaml;
    try {
      yaml = files.read(path);
    } catch (InputException e) {
      throw new InputException(fields.place(StudyShape.EXTENDS) + ": " + e.getMessage());
    }
    return read(path, yaml);
  }

  /** A path as seen from a file, without the steps that lead nowhere, so that circles are seen. */
  private static String beside(String file, String name) {
    boolean isAbsolute = name.startsWith("/") || name.contains("://");
    String path = isAbsolute ? name : file.substring(0, file.lastIndexOf('/') + 1) + name;
    int scheme = path.indexOf("://");
    String root = scheme < 0 ? (path.startsWith("/") ? "/" : "") : path.substring(0, scheme + 3);
    List<String> steps = new ArrayList<>();
    for (String step : path.substring(root.length()).split("/")) {
      boolean isBack =
          step.equals("..") && !steps.isEmpty() && !steps.get(steps.size() - 1).equals("..");
      if (isBack) {
        steps.remove(steps.size() - 1);
      } else if (!step.isEmpty() && !step.equals(".")) {
        steps.add(step);
      }
    }
    return root + String.join("/", steps);
  }
}
