#include "tools/scrmctl/reader_choice.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <vector>

#include "tools/scrmctl/printable.hpp"

namespace scrm::tools {
namespace {

using Numbers = std::vector<std::size_t>;

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

template <class Predicate>
Numbers where(std::span<const ReaderCandidate> readers, Predicate holds) {
    Numbers numbers;
    for (std::size_t i = 0; i < readers.size(); ++i) {
        if (holds(readers[i])) {
            numbers.push_back(i);
        }
    }
    return numbers;
}

std::optional<std::size_t> number_in(const std::string& wish) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(wish.data(), wish.data() + wish.size(), number);
    const bool whole = error == std::errc{} && end == wish.data() + wish.size();
    return whole ? std::optional(number) : std::nullopt;
}

Numbers meant(std::span<const ReaderCandidate> readers, const std::string& wish) {
    Numbers named = where(readers, [&](const ReaderCandidate& reader) { return reader.name == wish; });
    if (!named.empty()) {
        return named;
    }
    const auto number = number_in(wish);
    if (number && *number < readers.size()) {
        return {*number};
    }
    const std::string part = lower(wish);
    return where(readers, [&](const ReaderCandidate& reader) {
        return lower(reader.name).find(part) != std::string::npos;
    });
}

std::string listed(std::span<const ReaderCandidate> readers, const Numbers& numbers) {
    std::string lines;
    for (const std::size_t number : numbers) {
        lines += "\n    " + std::to_string(number) + "  " + printable(readers[number].name);
    }
    return lines;
}

Failure ambiguous(std::span<const ReaderCandidate> readers, const Numbers& numbers,
                  const std::string& problem) {
    return {problem, "choose one with -r NUMBER or -r PART-OF-ITS-NAME:" + listed(readers, numbers),
            ExitCode::Usage};
}

}  // namespace

Outcome<std::string> choose_reader(std::span<const ReaderCandidate> readers, const std::string& wish) {
    if (readers.empty()) {
        return Failure{"no reader is connected", "plug one in; 'scrmctl scan' shows when it is found"};
    }
    const Numbers everyone = where(readers, [](const ReaderCandidate&) { return true; });
    if (wish.empty()) {
        const Numbers with_card =
            where(readers, [](const ReaderCandidate& reader) { return reader.has_card; });
        const Numbers& chosen = readers.size() == 1 ? everyone : with_card;
        if (chosen.size() == 1) {
            return readers[chosen.front()].name;
        }
        return ambiguous(readers, everyone, "there are several readers");
    }
    const Numbers chosen = meant(readers, wish);
    if (chosen.size() == 1) {
        return readers[chosen.front()].name;
    }
    if (chosen.empty()) {
        return Failure{"no reader is called \"" + printable(wish) + "\"",
                       "there are:" + listed(readers, everyone)};
    }
    return ambiguous(readers, chosen, "\"" + printable(wish) + "\" fits several readers");
}

}  // namespace scrm::tools
