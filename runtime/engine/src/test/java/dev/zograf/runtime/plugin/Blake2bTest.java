package dev.zograf.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Blake2bTest {

    @TempDir
    Path folder;

    /** Appendix A of RFC 7693. */
    @Test
    void hashesAbc() throws Exception {
        Path file = Files.writeString(folder.resolve("abc"), "abc");
        assertThat(HexFormat.of().formatHex(Blake2b.hash(file)))
                .isEqualTo("ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
                        + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
    }

    /** As the reference implementation does, at and around the borders of blocks. */
    @ParameterizedTest
    @CsvSource({
        "0, 786a02f742015903c6c6fd852552d272912f4740e15847618a86e217f71f5419d25e1031afee585313896444934eb04b903a685b1448b755d56f701afe9be2ce",
        "1, 9545ba37b230d8a2e716c4707586542780815b7c4088edcb9af6a9452d50f32474d5ba9aab52a67aca864ef2696981c2eadf49020416136afd838fb048d21653",
        "3, 76ce7e90c577d436a65b691e51f0a1ad536130d70a18df3bf5368551327258b6f706f4a47c45f2d0d8147cfbb5623077e798247972e4f9338603a13abc05a4db",
        "127, 323e7e994792110254de6d0a09e35bb0393777e7fe4c048b508be7ef50d89ff833888e43557969375f3ec545302b756d4491af29ceac0b7022705e87194ad0cc",
        "128, 295c8b6822d067d86ab3e26dad8e389d6595fb8f3336c99955b41ef8931d4fccba0ebbbc1f17cbc308e910bbe743c6b861c54f28481802e825e354f2e44fc988",
        "129, e81c567c38b4ccb7a2cccb31417cd1808e14ab3c8f30489717f4f1a6442f8378b124ffea72dae64c968ed5e42e4acea01b1891dd0ed002b37ff466bad956199d",
        "256, a8a3f54b51898b22a8dc54eeb4076f5375fabfd9bbfa43f5a61d086bd2362e4ee559201ed0940480b3c1fb63066fa537d1fc3c8394d762b3fc5c69fd3e412996",
        "1000, 03aa6a9a4683340cf82a2e4968381fed796faaa27030c4f13edcb4954841a10f53b4929f6753749aad4bf245daa82ff70b9b9327cd8407b08be871e518188538",
        "5000, db81e184ad5a7d6377cec9b5d0d2c0ff0f3fd20369a3b82fd4a6e6ee1f940b957d4ed6d09d8ae0b25d85ce87df618fcc92b0b8d8cdee06fc4a62499e537acc81"
    })
    void hashesAnyLength(int length, String hash) throws Exception {
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = (byte) ((i * 7 + length) % 251);
        }
        Path file = Files.write(folder.resolve("file"), content);
        assertThat(HexFormat.of().formatHex(Blake2b.hash(file))).isEqualTo(hash);
    }
}
