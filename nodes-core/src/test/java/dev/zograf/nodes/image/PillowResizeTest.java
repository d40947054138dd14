package dev.zograf.nodes.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Levels that Pillow 13 gives. */
class PillowResizeTest {

    @ParameterizedTest
    @CsvSource({
        "BICUBIC, 7, 5, 4, 3, '00ffffffff00ff0000ffffffff00ffff00ffff00ffff000000ffff00ff00ff0000f"
                + "fff', 3ef4e280a96bde7c954366c9",
        "BICUBIC, 3, 4, 6, 7, '79896a29e9be81d26790ce05', 8081837b6960576c99a58e84194ebeeac8b9426d"
                + "c7dfae977e96c8bd77578a9fccac42198ca1cfa42700",
        "BILINEAR, 9, 9, 2, 5, '3a00d0846ea469b31b1f02442669d3931271f587646c6d9ebe0beb437cc1b7835b"
                + "4e9b9d21d95587105e0eda1f09262f9085a2adbb988d76ebe81f204cac858eaf5e5280e787d6fb104008da2c7e"
                + "a55ecb', 5a777c806b707d896999",
        "LANCZOS, 11, 6, 4, 4, '85e996b445d2bc5b1dd878e1dccf46236f14b1ff48a0d20ddcfbef923451163ad3"
                + "74eb5cd3b10452f324a914a00a1f0f7c1646893f5e0ec27a3993c00888fb79c70c', c472848eb5ac557d79755"
                + "f50664b866d",
        "BOX, 8, 8, 3, 3, '943bc8cad6fcc8a08f6ec523beebab64008282f1dbc1add7ff0197b256133698c04d498"
                + "109406897a779c4efd15b2472615745fca492221e4d6172231d015214', 7cb8bd7d655b729b3d",
        "HAMMING, 10, 7, 4, 5, 'e98071a2ceb39e284ac5fa4fb57493ae9af955d9f639e5915e71c09c887d8ec01f"
                + "ad859aa9d31ccb23f0d3b70317835f0236dda6926fc7c0a37c7725019e5b9f5d86fb07234e', a1a39a799a8ca"
                + "3919587a174ab84743b6e82a537",
        "BICUBIC, 5, 9, 4, 5, '7e5c7ef5b638fb967d4116b43b28faf1f8755ba1dddc80bceebbd8cab8dd3eea7c7"
                + "80c12d6b881b8e38ba513e6', 6497a6917eae3da3ecc299d674cf977086b567a9",
        "BICUBIC, 4, 9, 6, 5, '7789d03831bf688dbb3aa1cdddecfab63f16b22804f56334ba804ab89084ef05f41"
                + "8939e', 52769fa07d5db99e8bafc0c44f668cb47d416b8fa671666ad6874db29157",
        "NEAREST, 7, 5, 4, 9, '6a98f983b8c80015fd93ca6bf9a98a9577a6e094ac5da78ef81a51da964202bf3c81b"
                + "3', 6af9b8006af9b80015936ba915936ba98a77e0ac5d8e1ada5d8e1ada96023cb396023cb3",
        "NEAREST, 3, 32, 2, 33, '5a45686e619d6a98fb3e07f8ab217b4fb025145e31957fcef41c773600c0e91274b"
                + "fa5b8b8c7a5fdae217101557577caeb7ce463db90ff50a090f2124bb760df8da59e30bd2134f1fcf2029c245"
                + "ae8acb03bcab6f0e45bf115713868271da0b0', 5a686e9d6afb3ef8ab7b4f25143195cef47736c0e974bfb8b8"
                + "a5fd21715575ca75caebe46390ffa090124b60dfa59ebd21f1fc029c5ae8b03bb6f05bf17138271db0",
        "BICUBIC, 5, 9, 3, 5, '2884fb48c00122eddb6c73cdc7f7728ff0f42ee6c29db2623d6e93a9aa32f193b0d"
                + "1e02290e4aa38700ecb9dc7', 2ec1968ed2a4ada85d9db2a04cb099"
    })
    void givesWhatPillowGives(
            PillowResize filter, int width, int height, int newWidth, int newHeight, String from, String to) {
        byte[] given = HexFormat.of().parseHex(from);
        int[] levels = new int[given.length];
        for (int i = 0; i < given.length; i++) {
            levels[i] = given[i] & 0xff;
        }

        int[] result = filter.resize(levels, 1, width, height, newWidth, newHeight);

        byte[] bytes = new byte[result.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) result[i];
        }
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(to);
    }

    @ParameterizedTest
    @CsvSource({
        "LANCZOS, 3, 2, '255, 178, 163, 226, 210, 70, 0, 180, 126, 185, 199, 189, 151, 185, 210, 196, 173, 92'",
        "BILINEAR, 6, 5, '0, 255, 226, 109, 161, 204, 127, 249, 229, 135, 155, 197, 140, 244, 231, 155, 143, 157, 210, 228, 237, 163, 127,"
                + " 104, 214, 222, 244, 216, 71, 62, 0, 137, 144, 182, 112, 70, 31, 114, 137, 208, 153, 81, 25, 94, 130, 230, 228, 142, 205, 177, 161,"
                + " 229, 194, 100, 214, 216, 220, 229, 79, 62, 0, 201, 193, 154, 205, 236, 191, 172, 177, 191, 202, 209, 178, 149, 163, 221, 195, 48,"
                + " 230, 181, 140, 209, 160, 33, 232, 195, 94, 114, 39, 22'",
        "NEAREST, 2, 2, '255, 204, 247, 63, 137, 71, 222, 61, 203, 237, 96, 22'"
    })
    void colourCountsByItsOpacity(PillowResize filter, int width, int height, String to) {
        float[] rgb = {
            37, 255, 79, 204, 134, 254, 139, 157, 215, 247, 141, 63, 235, 137, 192, 71, 25, 101, 252, 142, 215, 222,
            233, 61, 140, 203, 144, 237, 178, 146, 234, 50, 233, 96, 137, 22
        };
        float[] alpha = {0, 133, 129, 252, 20, 212, 255, 68, 241, 86, 7, 57};
        Image picture = Image.of(FloatTensor.wrap(rgb, 1, 3, 3, 4).over(255));

        FloatTensor out = filter.resize(
                        picture, FloatTensor.wrap(alpha, 1, 3, 4).over(255), width, height)
                .pixels();

        assertThat(Arrays.stream(to.split(", ")).map(Integer::valueOf))
                .containsExactlyElementsOf(IntStream.range(0, out.size())
                        .mapToObj(i -> Math.round(out.at(i) * 255))
                        .toList());
    }
}
