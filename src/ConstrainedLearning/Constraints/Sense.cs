namespace ConstrainedLearning;

/// <summary>On which side of its bound a quantity must lie.</summary>
public enum Sense
{
    /// <summary>g &lt;= bound.</summary>
    AtMost,

    /// <summary>g &gt;= bound.</summary>
    AtLeast,

    /// <summary>g = bound.</summary>
    Equal,
}
