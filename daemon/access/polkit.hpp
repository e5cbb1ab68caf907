// polkit's word, by the actions it knows from pcsc-lite: org.debian.pcsc-lite.access_pcsc and .access_card.
//
// Answers are kept until polkit says that they may have changed. Root is not asked about, as polkit would say
// yes. Where polkit cannot be asked, or does not know who asks, the answer is no: whoever wants it asked
// wants nobody to come in for want of it.
#pragma once

#include <string_view>

#include "daemon/access/answer_cache.hpp"
#include "daemon/access/authority.hpp"
#include "daemon/bus/system_bus.hpp"

namespace scrm::access {

class Polkit final : public Authority {
  public:
    /// `library` is null where there is none. Must outlive the loop's run.
    Polkit(const drivers::Executor& loop, const bus::Libsystemd* library);

    drivers::Awaitable<const Rule*> bars(Caller caller, std::string reader) override;

    /// Whether it did when it was last asked.
    [[nodiscard]] bool answers() const { return answered_last_; }
    /// Why it had no answer when it was last asked: "polkit" is missing, or "D-Bus"; empty if it had one.
    [[nodiscard]] std::string_view missing() const;

    /// The daemon ends.
    void stop() { bus_.close(); }

  private:
    enum class Answer : std::uint8_t { Yes, No };

    drivers::Awaitable<std::optional<Answer>> ask(Question question);
    bool write(sd_bus_message* message, const Question& question) const;
    std::optional<Answer> read(sd_bus_message* reply);
    void report(const char* why);

    const bus::Libsystemd* library_;
    bus::SystemBus bus_;
    AnswerCache<Answer> answers_;
    bool answered_last_ = true;
    const Rule no_;
    const Rule nobody_answers_;
    const Rule unknown_process_;
};

}  // namespace scrm::access
