#include "storage/backup_manifest.h"

#include <algorithm>

#include "base/number_in.h"
#include "base/text.h"

namespace throughline::storage {
namespace {

constexpr std::string_view first_line = "throughline-backup 1";

Error unreadable() {
  return Error::invalid("the backup's MANIFEST is damaged, or of a later version of the program");
}

template <class Number>
Result<Number> parse_number(std::string_view text) {
  const auto number = number_in<Number>(text);
  return number ? Result<Number>(*number) : unreadable();
}

Result<Time> parse_instant(std::string_view text) {
  const auto time = parse_time(text);
  return time ? Result<Time>(*time) : unreadable();
}

// Up to the next space, which is taken away too.
std::string_view take_word(std::string_view& rest) {
  const std::size_t space = rest.find(' ');
  const std::string_view word = rest.substr(0, space);
  rest = space == std::string_view::npos ? std::string_view() : rest.substr(space + 1);
  return word;
}

bool leads_out(std::string_view path) {
  if (path.empty() || path.front() == '/') {
    return true;
  }
  return std::ranges::any_of(split(path, '/'), [](std::string_view part) {
    return part.empty() || part == "." || part == "..";
  });
}

Result<BackupFile> parse_file(std::string_view rest) {
  BackupFile file;
  TL_TRY_ASSIGN(file.bytes, parse_number<std::uint64_t>(take_word(rest)));
  file.sha256 = take_word(rest);
  file.path = rest;
  if (file.sha256.size() != 64 || leads_out(file.path)) {
    return unreadable();
  }
  return file;
}

Result<void> take_line(BackupManifest& manifest, std::string_view name, std::string_view rest) {
  if (name == "version") {
    manifest.version = rest;
  } else if (name == "taken") {
    TL_TRY_ASSIGN(manifest.taken_at, parse_instant(rest));
  } else if (name == "complete") {
    TL_TRY_ASSIGN(manifest.complete_at, parse_instant(rest));
  } else if (name == "database" && (rest == "sqlite" || rest == "postgres")) {
    manifest.database = rest;
  } else if (name == "sealed" && (rest == "yes" || rest == "no")) {
    manifest.sealed = rest == "yes";
  } else if (name == "workspaces") {
    while (!rest.empty()) {
      TL_TRY_ASSIGN(const auto id, parse_number<std::int64_t>(take_word(rest)));
      manifest.workspaces.push_back({id});
    }
  } else if (name == "file") {
    TL_TRY_ASSIGN(BackupFile file, parse_file(rest));
    manifest.files.push_back(std::move(file));
  } else {
    return unreadable();
  }
  return {};
}

}  // namespace

std::string to_text(const BackupManifest& manifest) {
  std::string text(first_line);
  text += "\nversion " + manifest.version;
  text += "\ntaken " + to_rfc3339(manifest.taken_at);
  if (manifest.complete_at.us != 0) {
    text += "\ncomplete " + to_rfc3339(manifest.complete_at);
  }
  text += "\ndatabase " + manifest.database;
  text += std::string("\nsealed ") + (manifest.sealed ? "yes" : "no");
  text += "\nworkspaces";
  for (const WorkspaceId id : manifest.workspaces) {
    text += " " + std::to_string(id.value);
  }
  for (const BackupFile& file : manifest.files) {
    text += "\nfile " + std::to_string(file.bytes) + " " + file.sha256 + " " + file.path;
  }
  return text + "\nend\n";
}

Result<BackupManifest> parse_manifest(std::string_view text) {
  BackupManifest manifest;
  bool begun = false;
  bool ended = false;
  for (std::string_view line : split(text, '\n')) {
    if (!begun) {
      begun = line == first_line;
      if (!begun) {
        return unreadable();
      }
    } else if (line == "end") {
      ended = true;
    } else if (!line.empty()) {
      const std::string_view name = take_word(line);
      TL_TRY(take_line(manifest, name, line));
    }
  }
  return ended && !manifest.database.empty() ? Result<BackupManifest>(std::move(manifest))
                                             : unreadable();
}

}  // namespace throughline::storage
