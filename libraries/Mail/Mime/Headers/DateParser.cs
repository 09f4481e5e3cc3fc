using System.Buffers;
using System.Globalization;
using System.Text;

namespace Services83.EMail.Mail.Mime.Headers;

/// <summary>
/// Reads dates (RFC 5322, section 3.3, with the obsolete forms of 4.3, RFC 850, C's asctime, and ISO 8601).
/// The parts are recognised by their form, not by their position; unknown parts are ignored if day, month and year are found.
/// </summary>
internal sealed class DateParser
{
    private const string Months = "janfebmaraprmayjunjulaugsepoctnovdec";
    private const int LongestDate = 200;
    private static readonly SearchValues<char> TimeCharacters = SearchValues.Create("0123456789:.");

    private int? _day;
    private int? _month;
    private int? _year;
    private TimeSpan? _time;
    private TimeSpan? _offset;

    public static DateTimeOffset? Parse(string text)
    {
        if (text.Length > LongestDate)
        {
            text = text[..LongestDate];
        }

        var parser = new DateParser();
        foreach (var word in WithoutComments(text).Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            parser.Take(word);
        }

        return parser.Result();
    }

    private void Take(string word)
    {
        if (word.Contains(':') && char.IsAsciiDigit(word[0]))
        {
            TakeTime(word);
        }
        else if (word[0] is '+' or '-' && _time is not null)
        {
            _offset ??= Offset(word);
        }
        else if (char.IsAsciiDigit(word[0]))
        {
            TakeNumbers(word);
        }
        else
        {
            TakeName(word);
        }
    }

    private void TakeName(string word)
    {
        var zone = Zone(word);
        if (_time is not null && zone is not null)
        {
            _offset ??= zone;
        }
        else if (word.Length >= 3 && Month(word) is { } month)
        {
            _month ??= month;
        }
        else if (word.Equals("PM", StringComparison.OrdinalIgnoreCase) && _time < TimeSpan.FromHours(12))
        {
            _time += TimeSpan.FromHours(12);
        }
        else if (word.Equals("AM", StringComparison.OrdinalIgnoreCase) && _time >= TimeSpan.FromHours(12))
        {
            _time -= TimeSpan.FromHours(12);
        }
    }

    /// <summary>A day, a year, 05-Nov-94, 1994-11-05, or the latter with a time after a T.</summary>
    private void TakeNumbers(string word)
    {
        if (DateTimeOffset.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var iso))
        {
            (_year, _month, _day) = (iso.Year, iso.Month, iso.Day);
            return;
        }

        foreach (var piece in word.Split('-', '.'))
        {
            if (piece.Length is > 0 and <= 4 && int.TryParse(piece, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                if (_day is null && piece.Length <= 2)
                {
                    _day = number;
                }
                else
                {
                    _year ??= FullYear(number, piece.Length);
                }
            }
            else if (piece.Length >= 3 && Month(piece) is { } month)
            {
                _month ??= month;
            }
        }
    }

    private void TakeTime(string word)
    {
        var dateEnd = word.IndexOf('T');
        if (dateEnd > 0)
        {
            TakeNumbers(word[..dateEnd]);
            word = word[(dateEnd + 1)..];
        }

        // An offset may follow the time without a space: 10:00:00+0200, 10:00:00Z.
        var end = word.AsSpan().IndexOfAnyExcept(TimeCharacters);
        if (end > 0)
        {
            _offset ??= word[end] is '+' or '-' ? Offset(word[end..]) : Zone(word[end..]);
        }

        var fields = (end < 0 ? word : word[..end]).Split(':');
        if (_time is not null || fields.Length is < 2 or > 3)
        {
            return;
        }

        var seconds = fields.Length == 3 ? Number(fields[2].Split('.')[0], 60) : 0;
        if (Number(fields[0], 23) is { } hour && Number(fields[1], 59) is { } minute && seconds is { } second)
        {
            // DateTime cannot hold a leap second.
            _time = new TimeSpan(hour, minute, Math.Min(second, 59));
        }
        else
        {
            _day = 0;
        }
    }

    private DateTimeOffset? Result()
    {
        if (_year is not (>= 1 and <= 9998) || _month is null || _day is null)
        {
            return null;
        }

        if (_day < 1 || _day > DateTime.DaysInMonth(_year.Value, _month.Value))
        {
            return null;
        }

        var local = new DateTime(_year.Value, _month.Value, _day.Value).Add(_time ?? TimeSpan.Zero);
        var offset = _offset ?? TimeSpan.Zero;
        if (offset.Duration() <= TimeSpan.FromHours(14))
        {
            // At the very beginning of the calendar an offset may lead to a time before it.
            return local.Year == 1 ? null : new DateTimeOffset(local, offset);
        }

        return local.Year <= 1 ? null : new DateTimeOffset(local - offset, TimeSpan.Zero);
    }

    private static int? Number(string text, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= max ? number : null;

    /// <summary>RFC 5322, section 4.3: two digits from 00 to 49 are of this century, and three count from 1900.</summary>
    private static int FullYear(int number, int digits) => digits switch
    {
        4 => number,
        3 => 1900 + number,
        _ => number < 50 ? 2000 + number : 1900 + number,
    };

    private static int? Month(string word)
    {
        var index = Months.IndexOf(word[..3], StringComparison.OrdinalIgnoreCase);
        return index >= 0 && index % 3 == 0 ? (index / 3) + 1 : null;
    }

    private static TimeSpan? Offset(string word)
    {
        var digits = word[1..].Replace(":", "", StringComparison.Ordinal);
        // Some programs forget the leading zero.
        if (digits.Length is not (3 or 4) || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var offset = new TimeSpan(number / 100, number % 100, 0);
        return word[0] == '-' ? -offset : offset;
    }

    private static TimeSpan? Zone(string word)
    {
        var sign = word.AsSpan().IndexOfAny('+', '-');
        if (sign > 0 && Zone(word[..sign]) == TimeSpan.Zero)
        {
            return Offset(word[sign..]);
        }

        return word.ToUpperInvariant() switch
        {
            "GMT" or "UT" or "UTC" or "WET" => TimeSpan.Zero,
            "EDT" => TimeSpan.FromHours(-4),
            "EST" or "CDT" => TimeSpan.FromHours(-5),
            "CST" or "MDT" => TimeSpan.FromHours(-6),
            "MST" or "PDT" => TimeSpan.FromHours(-7),
            "PST" => TimeSpan.FromHours(-8),
            "CET" or "MET" or "BST" or "WEST" => TimeSpan.FromHours(1),
            "CEST" or "MEST" or "EET" => TimeSpan.FromHours(2),
            "EEST" or "MSK" => TimeSpan.FromHours(3),
            "JST" => TimeSpan.FromHours(9),

            // The military letters were once defined the wrong way round: in RFC 5322 they mean no known offset.
            [>= 'A' and <= 'Z'] => TimeSpan.Zero,
            _ => null,
        };
    }

    private static string WithoutComments(string text)
    {
        var result = new StringBuilder(text.Length);
        var position = 0;
        while (position < text.Length)
        {
            if (text[position] == '(')
            {
                position = Comments.End(text, position);
            }
            else
            {
                result.Append(text[position++]);
            }

            if (position < text.Length && text[position] == '(')
            {
                result.Append(' ');
            }
        }

        return result.ToString();
    }
}
