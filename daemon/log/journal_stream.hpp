// Whether what is written to stderr goes to the journal, so that it may as well be told to it in full.
#pragma once

namespace scrm::log {

/// By JOURNAL_STREAM, as systemd sets it, and only if stderr is still that stream (systemd.exec(5)).
[[nodiscard]] bool stderr_is_the_journal();

}  // namespace scrm::log
