package org.polarbeam.pipelines.rundir;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.polarbeam.stats.Draws;

/** Names of files that are made of what models are called. */
final class FileNames {
  /** File systems take 255 bytes, of which an ending and a temporary part want some. */
  private static final int LONGEST = 180;

  private static final int KEPT = 120;

  private FileNames() {}

  /** The name as a file's, visible and in one folder; a long one ends in a digest of the whole. */
  static String of(String name) {
    String escaped = URLEncoder.encode(name, StandardCharsets.UTF_8);
    if (escaped.startsWith(".")) {
      escaped = "%2E" + escaped.substring(1);
    }
    return escaped.length() <= LONGEST
        ? escaped
        : escaped.substring(0, KEPT).replaceFirst("%.?$", "") + "~" + Draws.idOf(name);
  }
}
