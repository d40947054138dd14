package dev.zograf.nodes.image;

import dev.zograf.api.value.Image;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferInt;
import java.awt.image.DirectColorModel;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import java.util.Vector;

/**
 * A picture with 8 bits a channel whose rows are rounded when they are asked for, so that a writer that goes row by row needs no second
 * picture in memory. Immutable.
 */
final class PictureRows implements RenderedImage {

    /** What a writer that asks for tiles gets at once. */
    private static final int ROWS = 64;

    private static final ColorModel RGB = new DirectColorModel(24, 0xff0000, 0xff00, 0xff);

    private final Image image;
    private final int index;

    /** One picture of a batch, counted from 0. */
    PictureRows(Image image, int index) {
        this.image = image;
        this.index = index;
    }

    @Override
    public Raster getData(Rectangle area) {
        int[] pixels = new int[area.width * area.height];
        int[] row = new int[getWidth()];
        for (int y = 0; y < area.height; y++) {
            image.readRow(index, area.y + y, row);
            System.arraycopy(row, area.x, pixels, y * area.width, area.width);
        }
        return Raster.createWritableRaster(
                RGB.createCompatibleSampleModel(area.width, area.height),
                new DataBufferInt(pixels, pixels.length),
                new Point(area.x, area.y));
    }

    @Override
    public Raster getData() {
        return getData(new Rectangle(0, 0, getWidth(), getHeight()));
    }

    @Override
    public WritableRaster copyData(WritableRaster into) {
        WritableRaster out = into == null ? RGB.createCompatibleWritableRaster(getWidth(), getHeight()) : into;
        out.setRect(getData(out.getBounds()));
        return out;
    }

    @Override
    public Raster getTile(int tileX, int tileY) {
        int top = tileY * ROWS;
        return getData(new Rectangle(0, top, getWidth(), Math.min(ROWS, getHeight() - top)));
    }

    @Override
    public ColorModel getColorModel() {
        return RGB;
    }

    @Override
    public SampleModel getSampleModel() {
        return RGB.createCompatibleSampleModel(getTileWidth(), getTileHeight());
    }

    @Override
    public int getWidth() {
        return image.width();
    }

    @Override
    public int getHeight() {
        return image.height();
    }

    @Override
    public int getTileWidth() {
        return getWidth();
    }

    @Override
    public int getTileHeight() {
        return Math.min(ROWS, getHeight());
    }

    @Override
    public int getNumXTiles() {
        return 1;
    }

    @Override
    public int getNumYTiles() {
        return (getHeight() + ROWS - 1) / ROWS;
    }

    @Override
    public int getMinX() {
        return 0;
    }

    @Override
    public int getMinY() {
        return 0;
    }

    @Override
    public int getMinTileX() {
        return 0;
    }

    @Override
    public int getMinTileY() {
        return 0;
    }

    @Override
    public int getTileGridXOffset() {
        return 0;
    }

    @Override
    public int getTileGridYOffset() {
        return 0;
    }

    @Override
    public Vector<RenderedImage> getSources() {
        return new Vector<>();
    }

    @Override
    public Object getProperty(String name) {
        return java.awt.Image.UndefinedProperty;
    }

    @Override
    public String[] getPropertyNames() {
        return new String[0];
    }
}
