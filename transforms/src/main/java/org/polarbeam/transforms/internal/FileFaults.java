package org.polarbeam.transforms.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.polarbeam.files.InputException;

/** What is wrong with a file, in words for people. */
public final class FileFaults {
  private FileFaults() {}

  /** What went wrong, in words: the JDK's exceptions often have a path for a message. */
  public static String reason(Throwable e) {
    Throwable first = e;
    while (first.getCause() != null
        && (first instanceof UncheckedIOException || first instanceof InputException)) {
      first = first.getCause();
    }
    String message = first.getMessage() == null ? "" : first.getMessage();
    if (first instanceof AccessDeniedException) {
      return "no permission for " + message;
    }
    if (first instanceof FileAlreadyExistsException) {
      return "there is a file of this name: " + message;
    }
    if (first instanceof NoSuchFileException) {
      return "there is no such place: " + message;
    }
    if (first instanceof FileSystemException
        && message.equals(((FileSystemException) first).getFile())) {
      return first.getClass().getSimpleName() + ": " + message;
    }
    return message.isEmpty() ? first.getClass().getSimpleName() : message;
  }

  /** What to tell of a file that is no text. */
  public static InputException noText(String file) {
    return isWorkbook(file)
        ? InputException.in(
            file,
            "this is a spreadsheet's own file",
            "Save it as CSV in UTF-8 from the spreadsheet")
        : isCompressed(file)
            ? InputException.in(
                file, "the file is compressed", "Unpack it, such as by gunzip or unzip")
            : begins(file, "$FL") || begins(file, "<stata_dta>")
                ? InputException.in(
                    file,
                    "this is a file of a statistics package",
                    "Save it as CSV with codes in place of labels, such as by R's"
                        + " write.csv(haven::zap_labels(haven::read_sav(FILE)), \"survey.csv\")")
                : InputException.in(file, "the file is not UTF-8 text", "Save it as UTF-8");
  }

  /** What spreadsheets write is an archive that begins with one of these. */
  private static boolean isWorkbook(String file) {
    try (InputStream in = BeamFiles.bytes(file)) {
      String begin = new String(in.readNBytes(80), StandardCharsets.ISO_8859_1);
      return begin.startsWith("PK")
          && (file.matches("(?i).*\\.(xlsx|xlsm|ods)")
              || begin.contains("[Content_Types].xml")
              || begin.contains("opendocument"));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean begins(String file, String with) {
    try (InputStream in = BeamFiles.bytes(file)) {
      return new String(in.readNBytes(with.length()), StandardCharsets.ISO_8859_1).equals(with);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isCompressed(String file) {
    try (InputStream in = BeamFiles.bytes(file)) {
      byte[] first = in.readNBytes(2);
      int magic = first.length < 2 ? 0 : (first[0] & 0xff) << 8 | first[1] & 0xff;
      return magic == 0x1f8b || magic == ('P' << 8 | 'K');
    } catch (IOException e) {
      return false;
    }
  }
}
