// A JSON value to be written; nothing is ever read.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace scrm::tools {

class Json {
  public:
    using Array = std::vector<Json>;
    using Object = std::vector<std::pair<std::string, Json>>;

    Json() = default;  // null
    template <std::integral T>
    Json(T number) {
        if constexpr (std::is_same_v<T, bool>) {
            value_ = number;
        } else {
            value_ = static_cast<std::int64_t>(number);
        }
    }
    Json(std::string text) : value_(std::move(text)) {}
    Json(const char* text) : value_(std::string(text)) {}
    Json(Array values) : value_(std::move(values)) {}
    Json(Object members) : value_(std::move(members)) {}

    /// On one line, without blanks: {"event":"card-inserted"}. Bytes of a string that are not UTF-8 become
    /// U+FFFD.
    [[nodiscard]] std::string text() const;

  private:
    std::variant<std::nullptr_t, bool, std::int64_t, std::string, Array, Object> value_ = nullptr;
};

}  // namespace scrm::tools
