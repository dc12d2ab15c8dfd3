package org.polarbeam.pipelines;

/** {@code report}. */
final class ReportCommand {
  static void write(RunDirectory directory) {}
}
