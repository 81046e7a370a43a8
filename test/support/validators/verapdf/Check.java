import java.io.FileInputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** `Check 3a,ua1 FILE…`: one line a file and flavour, `pass` or `fail` with the clauses that are not kept. */
public class Check {
  public static void main(String[] args) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    for (int at = 1; at < args.length; at++) {
      for (String name : args[0].split(",")) {
        PDFAFlavour flavour = PDFAFlavour.fromString(name);
        try (FileInputStream bytes = new FileInputStream(args[at]);
            PDFAParser parser = Foundries.defaultInstance().createParser(bytes, flavour);
            PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
          ValidationResult result = validator.validate(parser);
          Map<String, String> faults = new LinkedHashMap<>();
          for (TestAssertion one : result.getTestAssertions())
            if (one.getStatus() == TestAssertion.Status.FAILED)
              faults.putIfAbsent(
                  one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber(),
                  one.getLocation().getContext());
          System.out.println(
              (result.isCompliant() ? "pass " : "fail ") + name + " " + args[at] + " " + (faults.isEmpty() ? "" : faults));
        }
      }
    }
  }
}
