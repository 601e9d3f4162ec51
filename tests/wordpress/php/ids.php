<?php
// Prints the ids of posts of some types (all public ones in REST) and statuses, straight from the database.
require __DIR__ . '/load.php';

function lab_ids($kinds, $statuses) {
    global $wpdb;
    $kinds = $kinds ? explode(',', $kinds) : array('post', 'page', 'lab_recipe');
    $quoted = function ($values) { return "'" . implode("','", array_map('esc_sql', $values)) . "'"; };
    $sql = "SELECT ID FROM $wpdb->posts WHERE post_type IN ({$quoted($kinds)}) AND post_status IN ({$quoted(explode(',', $statuses))})";
    echo json_encode(array_map('intval', $wpdb->get_col($sql)));
}
lab_ids($argv[2], $argv[3]);
