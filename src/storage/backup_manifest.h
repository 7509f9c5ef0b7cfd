// BackupManifest: what a backup of a whole installation holds, as the text file MANIFEST in it.
//
//   throughline-backup 1
//   version 0.1.0
//   taken 2026-03-01T08:30:00Z
//   complete 2026-03-01T08:30:04Z
//   database sqlite
//   sealed no
//   workspaces 1 2
//   file 4096 <SHA-256> instance.db
//   end
//
// Pure. Error::invalid for a text that is no manifest, or of a later format.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"

namespace throughline::storage {

constexpr std::string_view manifest_name = "MANIFEST";

struct BackupFile {
  std::string path = {};  // Below the backup's directory; never leads out of it.
  std::uint64_t bytes = 0;
  std::string sha256 = {};
};

struct BackupManifest {
  std::string version = {};   // Of the program that took it.
  Time taken_at = {};         // What was committed before is in it;
  Time complete_at = {};      // nothing that was committed later is. Zero: not said.
  std::string database = {};  // sqlite or postgres.
  bool sealed = false;
  std::vector<WorkspaceId> workspaces = {};
  std::vector<BackupFile> files = {};
};

std::string to_text(const BackupManifest& manifest);
Result<BackupManifest> parse_manifest(std::string_view text);

}  // namespace throughline::storage
