package org.polarbeam.transforms.internal;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.polarbeam.files.InputException;

/** What is in a file that archives send packed: {@code .gz}, or {@code .zip} with one file. */
final class Unpacked {
  private Unpacked() {}

  /**
   * The bytes of a file, unpacked where its name says that they are packed.
   *
   * @throws InputException when an archive has no file, or several
   */
  static InputStream of(String file, InputStream bytes) throws IOException {
    try {
      if (file.endsWith(".gz")) {
        return new Whole(file, new GZIPInputStream(bytes));
      }
      return file.endsWith(".zip") ? new Whole(file, only(file, bytes)) : bytes;
    } catch (EOFException | ZipException e) {
      bytes.close();
      throw damaged(file, e);
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  private static InputException damaged(String file, IOException e) {
    return InputException.in(
        file,
        "the archive is damaged or cut off: " + e.getMessage(),
        "Fetch it again, or pack it again");
  }

  /** Tells of an archive that ends too soon which one it is. */
  private static final class Whole extends FilterInputStream {
    private final String file;

    Whole(String file, InputStream in) {
      super(in);
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (EOFException | ZipException e) {
        throw damaged(file, e);
      }
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
      try {
        return super.read(into, from, count);
      } catch (EOFException | ZipException e) {
        throw damaged(file, e);
      }
    }
  }

  private static InputStream only(String file, InputStream bytes) throws IOException {
    ZipInputStream zip = new ZipInputStream(bytes);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (!entry.isDirectory() && !entry.getName().startsWith("__MACOSX/")) {
        return new OneEntry(file, zip);
      }
    }
    throw InputException.in(file, "there is no file in the archive", "Give one with a CSV file");
  }

  /** The bytes of an entry, behind which there is no other. */
  private static final class OneEntry extends FilterInputStream {
    private final String file;
    private final ZipInputStream zip;

    OneEntry(String file, ZipInputStream zip) {
      super(zip);
      this.file = file;
      this.zip = zip;
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      return b < 0 ? end() : b;
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
      int n = super.read(into, from, count);
      return n < 0 ? end() : n;
    }

    private int end() throws IOException {
      for (ZipEntry next = zip.getNextEntry(); next != null; next = zip.getNextEntry()) {
        if (!next.isDirectory() && !next.getName().startsWith("__MACOSX/")) {
          throw InputException.in(
              file, "there are several files in the archive", "Unpack it, and give one of them");
        }
      }
      return -1;
    }
  }
}
