#include "daemon/files/small_file.hpp"

#include <fstream>

namespace scrm::files {
namespace {

namespace fs = std::filesystem;
namespace errc = boost::system::errc;

constexpr std::uintmax_t largest = 4 << 20;

}  // namespace

// A pipe or a device would keep the reader waiting, so it is not even opened.
boost::system::result<std::string> read_small_file(const fs::path& file) {
    std::error_code error;
    const fs::file_status status = fs::status(file, error);
    if (!fs::exists(status))
        return error ? boost::system::error_code(error)
                     : errc::make_error_code(errc::no_such_file_or_directory);
    if (!fs::is_regular_file(status))
        return errc::make_error_code(errc::invalid_argument);
    const std::uintmax_t size = fs::file_size(file, error);
    if (error)
        return boost::system::error_code(error);
    if (size > largest)
        return errc::make_error_code(errc::file_too_large);
    std::string text(static_cast<std::size_t>(size), '\0');
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return errc::make_error_code(errc::permission_denied);
    stream.read(text.data(), static_cast<std::streamsize>(size));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return text;
}

}  // namespace scrm::files
