package dev.lossline.orchestrator.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * Training curves as SVG. The colours are the page's CSS variables ({@code var(--s0)} and so on for the series,
 * {@code var(--grid)} and {@code var(--ink-2)}), so the same drawing works in light and dark mode.
 */
final class CurveChart {
    /** The series of all curves but the best if there are too many to distinguish by colour. */
    static final int MAX_COLOURED = 10;

    private static final int WIDTH = 920;
    private static final int HEIGHT = 340;

    /** The largest ratio of losses for a linear axis; a wider range needs a logarithmic one. */
    private static final double LINEAR_RANGE = 30;

    // Placeholder colours, replaced by variable names in the finished drawing.
    private static final int SERIES = 1;
    private static final Color GRID = new Color(2, 0, 0);
    private static final Color INK = new Color(3, 0, 0);
    private static final Pattern SERIES_COLOUR = Pattern.compile("rgb\\(1,0,(\\d+)\\)");
    private static final Pattern URL = Pattern.compile("url\\(#(\\w+)\\)");

    /** Marks a curve with a single epoch, which would not be visible as a line. */
    private static final Ellipse2D POINT = new Ellipse2D.Double(-3.5, -3.5, 7, 7);

    /** A narrower axis would need more digits than the labels have. */
    private static final double MIN_RANGE = 0.02;

    private CurveChart() {}

    /**
     * A curve.
     *
     * @param colour the number of its series, from 0 to {@link #MAX_COLOURED}
     * @param epochs in ascending order, one for each loss
     */
    record Curve(int colour, List<Integer> epochs, List<Double> losses) {}

    /**
     * Draws the curves as an {@code svg} element without a prolog.
     *
     * @param curves the first is drawn on top of the others
     * @param description the text alternative for screen readers
     */
    static String svg(List<Curve> curves, String description) {
        XYSeriesCollection series = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true);
        for (int i = 0; i < curves.size(); i++) {
            Curve curve = curves.get(i);
            series.addSeries(series(i, curve));
            boolean alone = curve.epochs().size() == 1;
            renderer.setSeriesShapesVisible(i, alone);
            renderer.setSeriesShape(i, POINT);
            renderer.setSeriesPaint(i, new Color(SERIES, 0, curve.colour()));
            float width = curve.colour() == MAX_COLOURED ? 1f : 2f;
            renderer.setSeriesStroke(i, new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        }
        NumberAxis epochs = new NumberAxis("epoch");
        epochs.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        epochs.setAutoRangeIncludesZero(false);
        XYPlot plot = new XYPlot(series, styled(epochs), styled(losses(curves)), renderer);
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(GRID);
        plot.setRangeGridlineStroke(new BasicStroke(1f));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        JFreeChart chart = new JFreeChart(null, null, plot, false);
        chart.setBackgroundPaint(null);
        chart.setPadding(new RectangleInsets(4, 0, 0, 12));
        SVGGraphics2D drawing = new SVGGraphics2D(document());
        drawing.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
        chart.draw(drawing, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
        return text(drawing.getRoot(), description);
    }

    private static XYSeries series(int key, Curve curve) {
        XYSeries series = new XYSeries(key);
        for (int i = 0; i < curve.epochs().size(); i++) {
            series.add(curve.epochs().get(i), curve.losses().get(i));
        }
        return series;
    }

    private static ValueAxis losses(List<Curve> curves) {
        double least = curves.stream()
                .flatMap(curve -> curve.losses().stream())
                .mapToDouble(Double::doubleValue)
                .min()
                .orElse(0);
        double most = curves.stream()
                .flatMap(curve -> curve.losses().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        if (least > 0 && most / least > LINEAR_RANGE) {
            LogAxis axis = new LogAxis("training loss, logarithmic");
            axis.setSmallestValue(least / 2);
            axis.setNumberFormatOverride(new LogarithmicTicks());
            return axis;
        }
        NumberAxis axis = new NumberAxis("training loss");
        axis.setAutoRangeIncludesZero(false);
        axis.setAutoRangeMinimumSize(Math.max(MIN_RANGE * Math.abs(most), Double.MIN_NORMAL));
        return axis;
    }

    /**
     * The label of a tick on a logarithmic axis, where ticks are at equal factors: 0.631 becomes 0.63, ten million 1e7.
     */
    static String logarithmicTick(double value) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(2)).stripTrailingZeros();
        return value >= 0.0001 && value < 10_000_000
                ? rounded.toPlainString()
                : Double.toString(rounded.doubleValue()).replace(".0E", "e").replace("E", "e");
    }

    private static final class LogarithmicTicks extends NumberFormat {
        private static final long serialVersionUID = 1;

        @Override
        public StringBuffer format(double value, StringBuffer result, FieldPosition position) {
            return result.append(logarithmicTick(value));
        }

        @Override
        public StringBuffer format(long value, StringBuffer result, FieldPosition position) {
            return result.append(value);
        }

        @Override
        public Number parse(String text, ParsePosition position) {
            throw new UnsupportedOperationException("an axis is only written");
        }
    }

    private static ValueAxis styled(ValueAxis axis) {
        axis.setLabelPaint(INK);
        axis.setTickLabelPaint(INK);
        axis.setAxisLinePaint(GRID);
        axis.setTickMarkPaint(GRID);
        axis.setLabelFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        axis.setTickLabelFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        return axis;
    }

    private static Document document() {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("no DOM implementation", e);
        }
    }

    private static String text(Element root, String description) {
        name(root);
        root.removeAttribute("width");
        root.removeAttribute("height");
        root.setAttribute("viewBox", "0 0 " + WIDTH + " " + HEIGHT);
        root.setAttribute("role", "img");
        root.setAttribute("aria-label", description);
        StringWriter text = new StringWriter();
        try {
            TransformerFactory factory = TransformerFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            Transformer transformer = factory.newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            transformer.transform(new DOMSource(root), new StreamResult(text));
        } catch (TransformerException e) {
            throw new IllegalStateException("cannot write the drawing", e);
        }
        return text.toString();
    }

    /** Replaces placeholder colours by the page's variables, and leaves the font to the page. */
    private static void name(Element element) {
        NamedNodeMap attributes = element.getAttributes();
        for (int i = attributes.getLength() - 1; i >= 0; i--) {
            Attr attribute = (Attr) attributes.item(i);
            if (attribute.getName().equals("font-family")) {
                element.removeAttributeNode(attribute);
            } else {
                attribute.setValue(named(attribute.getName(), attribute.getValue()));
            }
        }
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                name(inner);
            }
        }
    }

    private static String named(String attribute, String value) {
        if (attribute.equals("id")) {
            return "curves-" + value;
        }
        String coloured = SERIES_COLOUR.matcher(value).replaceAll("var(--s$1)");
        return URL.matcher(coloured)
                .replaceAll("url(#curves-$1)")
                .replace("rgb(2,0,0)", "var(--grid)")
                .replace("rgb(3,0,0)", "var(--ink-2)");
    }
}
