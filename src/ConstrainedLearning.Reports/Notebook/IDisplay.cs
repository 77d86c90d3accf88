namespace ConstrainedLearning.Reports.Notebook;

/// <summary>What a notebook can show, as HTML or, where it shows none, as text.</summary>
internal interface IDisplay
{
    string ToHtml();

    string ToText();
}
