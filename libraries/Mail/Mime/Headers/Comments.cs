namespace Services83.EMail.Mail.Mime.Headers;

/// <summary>Nested comments in parentheses (RFC 5322, section 3.2.2). A comment that is not closed extends to the end.</summary>
internal static class Comments
{
    /// <summary>The first position at or after <paramref name="position"/> that is neither white space nor in a comment.</summary>
    public static int Skip(string text, int position)
    {
        while (position < text.Length)
        {
            if (text[position] == '(')
            {
                position = End(text, position);
            }
            else if (char.IsWhiteSpace(text[position]))
            {
                position++;
            }
            else
            {
                break;
            }
        }

        return position;
    }

    /// <summary>The position after the comment that opens at <paramref name="position"/>.</summary>
    public static int End(string text, int position)
    {
        var level = 0;
        for (; position < text.Length; position++)
        {
            switch (text[position])
            {
                case '\\':
                    position++;
                    break;
                case '(':
                    level++;
                    break;
                case ')' when --level == 0:
                    return position + 1;
            }
        }

        return text.Length;
    }
}
