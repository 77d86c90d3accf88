namespace OxyPlot.Annotations;

/// <summary>Text at a point, in a box unless its stroke and background are undefined.</summary>
public class TextAnnotation : TextualAnnotation
{
    private const double Padding = 4;

    public TextAnnotation() => TextVerticalAlignment = VerticalAlignment.Bottom;

    public OxyColor Stroke { get; set; } = OxyColors.Black;
    public double StrokeThickness { get; set; } = 1;
    public OxyColor Background { get; set; } = OxyColors.Undefined;

    internal override void Render(SvgCanvas rc)
    {
        var position = Transform(TextPosition.X, TextPosition.Y);
        if (string.IsNullOrEmpty(Text) || !position.IsFinite)
            return;
        if (TextRotation == 0)
        {
            var frame = TextBox(rc, position).Deflate(new OxyThickness(-Padding));
            var (dx, dy) = KeepInside(frame);
            rc.DrawRectangle(new OxyRect(frame.Left + dx, frame.Top + dy, frame.Width, frame.Height), Background, Stroke, StrokeThickness);
            position = new ScreenPoint(position.X + dx, position.Y + dy);
        }
        RenderText(rc, position, TextRotation);
    }
}
